/** Numbers and times as people read them. */

/** A measure or a loss: about four figures, and a power of ten only where zeros would hide it. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1).replace("e+", "e");
  if (size >= 1000) return grouped(value);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

/** A count or a step: 12,345. */
export const grouped = (value: number) => Math.round(value).toLocaleString("en-US");

/** A time span in seconds, with as many units as matter: 8 s, 3 min 20 s, 5 h 02 min, 3 d 4 h. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${pad(whole % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${pad(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago, in one unit. */
export function age(seconds: number): string {
  if (seconds < 5) return "now";
  const steps = [
    [60, 1, "s"],
    [3600, 60, "min"],
    [48 * 3600, 3600, "h"],
    [Infinity, 86_400, "d"],
  ] as const;
  const [, unit, name] = steps.find(([below]) => seconds < below) ?? steps[3];
  return `${Math.floor(seconds / unit)} ${name} ago`;
}

const pad = (value: number) => String(value).padStart(2, "0");
