/** What our key bindings hand to a command: it is about the row that has the focus, or all that are selected with it. */
export const fromFocus = "focus";
