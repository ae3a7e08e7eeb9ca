/** What a module may be called, and so its section: no dots, no upper case, nothing that a path or a shell minds. */
export const SECTION_NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** `SECTION_NAME` for a person. */
export const SECTION_NAME_ALLOWED = "lower-case letters, digits and dashes, a letter first, 64 at most";
