import type { Resource } from '../../core/assembly';
import { is, isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const USER = 'AWS::ElastiCache::User';
const GROUP = 'AWS::ElastiCache::UserGroup';

export const usersProveWhoTheyAre: Rule = {
  id: 'CACHE-04',
  types: [USER, GROUP],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every user of a cache proves who it is, or is switched off',
  why: 'A user without a password, as the built-in user default is, lets in whoever knows its name.',
  fix: 'set AuthenticationMode to { Type: iam }; replace the user default by one that is off',
  topics: ['auth'],
  controls: ['C5', 'FSBP ElastiCache.6'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === GROUP ? ofGroup(resource) : ofUser(resource)),
};

/** The user with this id is ElastiCache's own: it needs no password and may do everything. */
function ofGroup(group: Resource): Judgement {
  const ids: unknown[] = [group.get('UserIds') ?? []].flat();
  return ids.includes('default') ? fail('the built-in user default', 'Properties.UserIds') : PASS;
}

function ofUser(user: Resource): Judgement {
  const mode: unknown = user.get('AuthenticationMode.Type') ?? user.get('AuthenticationMode.type');
  const isOpen = is(user.get('NoPasswordRequired'), true);
  const access: unknown = user.get('AccessString');
  // without `on`, a user is off
  if (
    !isUnknown(access) &&
    !String(access ?? 'off')
      .split(/\s+/)
      .includes('on')
  )
    return PASS;
  const said = problem(user, mode, isOpen);
  if (said === undefined) return PASS;
  const isOpenForSure = isOpen !== 'unknown' && !isUnknown(mode) && !isUnknown(access);
  return isOpenForSure ? fail(said, 'Properties') : unknown(said, 'Properties');
}

function problem(user: Resource, mode: unknown, isOpen: 'pass' | 'fail' | 'unknown'): string | undefined {
  if (isOpen === 'pass') return 'NoPasswordRequired = true';
  if (isOpen === 'unknown') return 'NoPasswordRequired is only known at deployment';
  if (mode === undefined)
    return isPresent(user.get('Passwords')) ? undefined : 'neither AuthenticationMode nor Passwords';
  return mode === 'iam' || mode === 'password' ? undefined : `AuthenticationMode ${readable(mode)}`;
}
