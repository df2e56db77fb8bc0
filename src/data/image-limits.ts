/** What a file or folder of pictures may hold. */
export const imageLimits = {
  /** Fewer cannot be split and measured. */
  count: 10,
  /** Height and width of a picture in the networks. */
  side: 256,
  /** Bytes of all pictures, which stay in memory: a million of 28 x 28 or 80,000 of 64 x 64 x 3. */
  bytes: 2 ** 30,
} as const;
