/** The largest memory that this process ever had, in bytes. */
export const largestMemory = (): number => 1024 * process.resourceUsage().maxRSS;
