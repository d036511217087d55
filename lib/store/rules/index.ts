import { Rule } from '../../core/rule';
import { askForTls } from './ask-for-tls';
import { buildWithoutPrivileges } from './build-without-privileges';
import { clientsSpeakTls } from './clients-speak-tls';
import { closeSearchDomain } from './close-search-domain';
import { containContainers } from './contain-containers';
import { demandFineGrainedAccess } from './demand-fine-grained-access';
import { demandMetadataTokens } from './demand-metadata-tokens';
import { encryptAtRest } from './encrypt-at-rest';
import { encryptBetweenNodes } from './encrypt-between-nodes';
import { encryptConnectionPasswords } from './encrypt-connection-passwords';
import { encryptResults } from './encrypt-results';
import { encryptStoreWithOwnKey } from './encrypt-with-own-key';
import { httpsForSearch } from './https-for-search';
import { keepBackups } from './keep-backups';
import { keepBackupsAWeek } from './keep-backups-a-week';
import { keepBuildsPrivate } from './keep-builds-private';
import { keepImageTags } from './keep-image-tags';
import { keepNotebooksInside } from './keep-notebooks-inside';
import { keepStoreOnRemoval } from './keep-on-removal';
import { storeKeyFitsDataClass } from './key-fits-data-class';
import { knowWhoReachesCluster } from './know-who-reaches-cluster';
import { logActivity } from './log-activity';
import { logContainers } from './log-containers';
import { logDatabases } from './log-databases';
import { logInWithIam } from './log-in-with-iam';
import { nameTheImage } from './name-the-image';
import { noMetadataWithoutToken } from './no-metadata-without-token';
import { noParameterTurnsTlsOff } from './no-parameter-turns-tls-off';
import { noPublicAddress } from './no-public-address';
import { noPublicTask } from './no-public-task';
import { noRootOnNotebooks } from './no-root-on-notebooks';
import { nobodyWithoutCredentials } from './nobody-without-credentials';
import { protectStoreFromDeletion } from './protect-from-deletion';
import { readOnlyRoot } from './read-only-root';
import { runInTwoZones } from './run-in-two-zones';
import { sayWhoComesIn } from './say-who-comes-in';
import { scanImages } from './scan-images';
import { searchInSeveralZones } from './search-in-several-zones';
import { stayOffTheInternet } from './stay-off-the-internet';
import { takeMinorUpgrades } from './take-minor-upgrades';
import { watchClusters } from './watch-clusters';
import { watchDatabases } from './watch-databases';

export const STORE_RULES: readonly Rule[] = [
  encryptAtRest,
  storeKeyFitsDataClass,
  encryptStoreWithOwnKey,
  encryptResults,
  encryptConnectionPasswords,
  noPublicAddress,
  knowWhoReachesCluster,
  closeSearchDomain,
  stayOffTheInternet,
  keepNotebooksInside,
  keepBuildsPrivate,
  noPublicTask,
  httpsForSearch,
  encryptBetweenNodes,
  clientsSpeakTls,
  noParameterTurnsTlsOff,
  askForTls,
  nobodyWithoutCredentials,
  sayWhoComesIn,
  logInWithIam,
  noMetadataWithoutToken,
  demandMetadataTokens,
  containContainers,
  readOnlyRoot,
  buildWithoutPrivileges,
  noRootOnNotebooks,
  keepImageTags,
  scanImages,
  logDatabases,
  logActivity,
  keepBackups,
  keepBackupsAWeek,
  protectStoreFromDeletion,
  keepStoreOnRemoval,
  takeMinorUpgrades,
  runInTwoZones,
  searchInSeveralZones,
  logContainers,
  demandFineGrainedAccess,
  nameTheImage,
  watchClusters,
  watchDatabases,
];
