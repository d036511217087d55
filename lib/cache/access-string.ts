import { Token } from 'aws-cdk-lib';

/** The words of an access string that are no password: those of a user who signs in by IAM ("Role-Based Access Control", ElastiCache user guide). */
const WORD =
  /^(on|off|[+-]\S+|~\S+|%(R|W|RW)~\S+|&\S+|\(.*|.*\)|(all|reset)(keys|channels)|(all|no)commands|reset|clearselectors)$/i;
/** What says which commands. */
const COMMANDS = /^(\(?[+-]\S+|(all|no)commands)$/i;

/** Only what cannot be one is refused: commands and categories differ from version to version. */
export function checkAccessString(path: string, access: string | undefined): void {
  if (access === undefined || Token.isUnresolved(access)) return;
  const words = access.trim().split(/\s+/);
  const strange = words.find((one) => !WORD.test(one));
  const problem =
    words[0] !== 'on'
      ? `'${access}', which does not begin with it`
      : strange !== undefined
        ? `the word '${strange}'`
        : words.some((one) => COMMANDS.test(one))
          ? undefined
          : `'${access}', which names no commands`;
  if (problem === undefined) return;
  throw new Error(
    `CACHE-04: expected accessString of '${path}' to begin with 'on' and to say which keys and commands, got ${problem}; ` +
      "write such as 'on ~session:* -@all +get +set'",
  );
}
