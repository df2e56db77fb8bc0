/** Values are kept as float32: what differs by less, as a share of their size, differs by rounding alone. */
export const tolerance = 2 ** -20;
