/** A text that is a secret wherever it stands. */
export interface SecretPattern {
  readonly kind: string;
  readonly pattern: RegExp;
}

/**
 * The formats that their issuers document, so that one can be told without guessing. Each is anchored on a prefix of its
 * issuer or on the syntax around it; what stands before that is bounded, or long texts would take minutes. What is filled in
 * later never matches: a placeholder (`⟨…⟩`), `${PASSWORD}`, `<password>`.
 */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  { kind: 'an AWS access key', pattern: /\b(AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { kind: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY/ },
  { kind: 'a JSON Web Token', pattern: /\beyJ[\w-]{10,4000}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  { kind: 'a URL with a password', pattern: /\b[a-z][a-z0-9+.-]{0,40}:\/\/[^\s/:@⟨⟩]*:(?![$<{%])[^\s/@⟨⟩]+@/i },
  {
    kind: 'a connection string with a password',
    pattern: /\b(password|passwd|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s*=\s*(?![$<{%])[^\s;&⟨⟩]{3,}/i,
  },
  {
    kind: 'JSON with a password or token',
    pattern: /"[a-z_-]*(password|passwd|secret|token|api[_-]?key|private[_-]?key)"\s*:\s*"(?![$<{%])[^"⟨⟩\s]{6,}"/i,
  },
  { kind: 'an Authorization header', pattern: /^(Basic [A-Za-z0-9+/]{8,}={0,2}|Bearer [\w.~+/-]{16,}=*)$/ },
  { kind: 'a GitHub token', pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/ },
  { kind: 'a GitLab token', pattern: /\bgl(pat|ptt|rt|dt|soat)-[\w-]{20,}/ },
  { kind: 'a Slack token', pattern: /\bxox[abeoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}/ },
  { kind: 'a Slack webhook', pattern: /hooks\.slack\.com\/(services|workflows|triggers)\/[\w/-]{20,}/ },
  { kind: 'a Stripe key', pattern: /\b(sk|rk)_(live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9+/=]{20,}/ },
  { kind: 'a Google API key', pattern: /\bAIza[\w-]{35}/ },
  { kind: 'a Google client secret', pattern: /\bGOCSPX-[\w-]{20,}/ },
  { kind: 'a SendGrid key', pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/ },
  { kind: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { kind: 'a PyPI token', pattern: /\bpypi-AgEI[\w-]{20,}/ },
  { kind: 'an Anthropic or OpenAI key', pattern: /\bsk-(ant-|proj-|svcacct-)?[\w-]{20,}/ },
  { kind: 'a Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,}/ },
  { kind: 'a Vault token', pattern: /\bhv[sbr]\.[\w-]{24,}/ },
  { kind: 'a Databricks token', pattern: /\bdapi[0-9a-f]{32}/ },
  { kind: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[0-9a-f]{64}/ },
  { kind: 'a Shopify token', pattern: /\bshp(at|ca|pa|ss)_[0-9a-fA-F]{32}/ },
  { kind: 'a New Relic key', pattern: /\bNRAK-[A-Z0-9]{27}/ },
  { kind: 'a Telegram bot token', pattern: /\b\d{8,10}:AA[\w-]{33}/ },
  { kind: 'a Mailgun key', pattern: /\bkey-[0-9a-f]{32}\b/ },
];

/** What the deployment writes in plain text although it looks like a reference. */
export const REVEALED: readonly SecretPattern[] = [
  {
    kind: 'a secret that CloudFormation writes out in plain text ({{resolve:…}})',
    pattern: /\{\{resolve:(secretsmanager|ssm-secure):/,
  },
  { kind: 'the secret access key of a user', pattern: /⟨\d+#[^⟩]*\.SecretAccessKey⟩/ },
  { kind: 'the client secret of a user pool client', pattern: /⟨\d+#[^⟩]*\.ClientSecret⟩/ },
];

/** Names whose value is a password, whatever it looks like. */
export const PASSWORD_NAME = /(passwords?|passwd|passphrase)$|(^|_)(pwd|pass|pw)$/;

/** Names whose value is a secret when it looks random. */
export const SECRET_NAME =
  /(^|_)(secrets?|tokens?|credentials?|pat|jwt|auth|passwords?|passwd|(api|access|secret|private|signing|encryption|master|session|shared|hmac|webhook|account|license|service)_?keys?|apikeys?|salt|pepper)(_|$)/;

/** Endings that say where a secret is, or something about it, but not the secret. */
export const ABOUT_A_SECRET =
  /(^|_)(arn|arns|name|names|id|ids|path|prefix|url|uri|endpoint|host|header|param|parameter|ref|version|stage|ttl|age|expiry|expiration|expires|seconds|minutes|hours|days|timeout|length|size|type|kind|alg|algorithm|format|field|column|table|bucket|queue|topic|issuer|audience|scope|scopes|region|enabled|disabled|required|provider|mode|policy|count|limit|max|min|file|location|alias)$/;
