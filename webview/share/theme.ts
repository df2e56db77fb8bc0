import { readTheme, watchTheme } from "../plates/inks.ts";
import { paintDue } from "../plates/paint.ts";

/** Light or dark as the system is, by the classes that an editor would give; on paper light. */
export function followSystemTheme(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  const wear = (isDark: boolean) => {
    const { classList } = document.body;
    classList.toggle("vscode-dark", isDark && !contrast.matches);
    classList.toggle("vscode-light", !isDark && !contrast.matches);
    classList.toggle("vscode-high-contrast", contrast.matches);
    classList.toggle("vscode-high-contrast-light", contrast.matches && !isDark);
  };
  const follow = () => {
    wear(dark.matches);
  };
  follow();
  watchTheme();
  dark.addEventListener("change", follow);
  contrast.addEventListener("change", follow);
  addEventListener("beforeprint", () => {
    wear(false);
    readTheme();
    paintDue();
  });
  addEventListener("afterprint", follow);
}
