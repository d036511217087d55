import { Rule } from '../../core/rule';
import { alertFromTrail } from './alert-from-trail';
import { detectorsAreOn } from './detectors-are-on';
import { grantToGroups } from './grant-to-groups';
import { noAccessKeys } from './no-access-keys';
import { noConsolePasswords } from './no-console-passwords';
import { noUsers } from './no-users';
import { trailEveryRegion } from './trail-every-region';
import { trailHasOwnKey } from './trail-has-own-key';
import { trailProvesItsFiles } from './trail-proves-its-files';
import { trailRecordsData } from './trail-records-data';

export const ACCOUNT_RULES: readonly Rule[] = [
  noUsers,
  noAccessKeys,
  noConsolePasswords,
  grantToGroups,
  trailEveryRegion,
  trailProvesItsFiles,
  trailHasOwnKey,
  trailRecordsData,
  alertFromTrail,
  detectorsAreOn,
];
