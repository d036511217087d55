/** The tags in which a table states what it holds and for how long. */
export const DATA_CLASS_TAG = 'data-class';
export const RETENTION_TAG = 'data-retention';
