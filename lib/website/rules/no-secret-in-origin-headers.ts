import { fail, PASS, Rule, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { CONFIG_AT, DISTRIBUTION, originsOf } from '../distribution-config';

/**
 * It names the header and the kind of secret, never its value. A reference to Secrets Manager passes: CloudFront has no other way
 * to tell a load balancer who calls, and the template stays clean.
 */
export const noSecretInOriginHeaders: Rule = {
  id: 'SITE-14',
  types: [DISTRIBUTION],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into the headers that CloudFront adds',
  why: 'Whoever reads the template, the code or the stack can call the origin past CloudFront, and the secret is never rotated.',
  fix: 'use origin access control or a VPC origin; or reference a rotated secret with {{resolve:secretsmanager:…}} (unsafeUnwrap of a SecretValue)',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (distribution) =>
    worstOfAll(
      (originsOf(distribution) ?? []).flatMap(({ origin, name }, index) => {
        const headers: any[] = [origin?.OriginCustomHeaders ?? []].flat();
        return headers.map((header) => {
          const [named, value] = [String(header?.HeaderName ?? ''), String(header?.HeaderValue ?? '')];
          const kind = isReference(value) ? undefined : kindOf(named, value);
          return kind
            ? fail(
                `the header ${named} of ${name} holding ${kind}`,
                `${CONFIG_AT}.Origins.${index}.OriginCustomHeaders`,
              )
            : PASS;
        });
      }),
    ),
};

const isReference = (value: string): boolean => /^\{\{resolve:(secretsmanager|ssm-secure):[^{}]*\}\}$/.test(value);

/** `X-Origin-Verify` and the like are secrets by use, not by name. */
const SHARED = /verif|signature|shared|origin-?(auth|key)|cloudfront-?(auth|key)|cdn-?(auth|key)/i;

const kindOf = (name: string, value: string): string | undefined =>
  secretIn(name, value) ?? (SHARED.test(name) ? secretIn('secret', value) : undefined);
