/** Names a process so that a reused number, a restarted machine or another container is told apart. */
export interface ProcessName {
  readonly pid: number;
  readonly host: string;
  /** Boot and process namespace, where the system tells (Linux); "" elsewhere. */
  readonly machine: string;
  /** When the process began, in the system's own units, where the system tells (Linux); "" elsewhere. */
  readonly processStart: string;
}
