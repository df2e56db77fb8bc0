/** How a notice of the journal begins that tells what was read of a run's data. */
const BEGINNING = "data: ";

export const dataNotice = (reading: string): string => BEGINNING + reading;

/** What was read, where a notice tells it; null for any other. */
export const readingIn = (notice: string): string | null =>
  notice.startsWith(BEGINNING) ? notice.slice(BEGINNING.length) : null;
