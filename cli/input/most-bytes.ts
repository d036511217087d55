/** Of one template, as text. */
export const MOST_BYTES = 64 * 1024 * 1024;
