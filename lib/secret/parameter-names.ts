/** Names of parameters whose value is a secret, and not where one is kept: `DatabasePassword`, `github-token`, `STRIPE_API_KEY`. */
const SECRET_VALUE =
  /(^|_)(passwords?|passwd|pwd|passphrase|(api|auth|access|bearer|bot|git_?hub|git_?lab|slack|npm|oauth|personal_access|refresh|session)_?tokens?|client_?secret|secret_?value|secret_?access_?key|(api|private|secret|signing)_?keys?|apikeys?|credentials?)$/;

export const namesSecretValue = (name: string): boolean =>
  SECRET_VALUE.test(
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toLowerCase(),
  );
