/** The user and group that own nothing. */
export const NOBODY = 65_534;

/** Does something without the superuser's permissions, who has every one: for a moment this process is nobody's. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const isSuperuser = process.getuid?.() === 0;
  if (isSuperuser) process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}
