/** Why calls are refused while nobody answers. */
export const nobodyAnswers = "nobody answers any more";

const text =
  "Nobody answers any more: the editor's extension host has ended or is held up. What is shown may be old, and nothing can be changed here. If it does not go on by itself, close this tab and open it again.";

/**
 * Says above the page that nobody answers, and switches off everything below it, in whatever page; or takes that back. What was
 * typed stays where it is.
 */
export function showSilence(isSilent: boolean): void {
  const root = document.getElementById("root");
  if (root === null) return;
  root.inert = isSilent;
  document.getElementById("silence")?.remove();
  if (!isSilent) return;
  const notice = document.createElement("p");
  notice.id = "silence";
  notice.className = "notice error";
  notice.setAttribute("role", "alert");
  notice.textContent = text;
  root.before(notice);
}
