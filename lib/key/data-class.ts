/** How sensitive the data of a store is. It decides the key, and elsewhere the retention and what may be logged. */
export enum DataClass {
  /** Nothing about people and no secrets: encrypted by the service with its own key, which costs nothing. */
  INTERNAL = 'internal',
  /** Anything about a person. A customer managed key in production. The default of stores in production. */
  PERSONAL = 'personal',
  /** Credentials, tokens, health or payment data. A customer managed key in every profile. */
  SECRET = 'secret',
}
