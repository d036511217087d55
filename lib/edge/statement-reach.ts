/** No request of a browser or client is longer in its address, query or headers. */
const LONG = 1024;

/**
 * Whether a statement surely matches all requests, or all but a few: then a rule that allows what it matches lets everything past
 * the rules behind it. Of statements that are not read here, as sets of addresses or countries, the answer is no.
 */
export function matchesAlmostAll(statement: any): boolean {
  const { AndStatement, OrStatement, NotStatement, SizeConstraintStatement, ByteMatchStatement, RegexMatchStatement } =
    Object(statement);
  if (AndStatement) return listed(AndStatement).length > 0 && listed(AndStatement).every(matchesAlmostAll);
  if (OrStatement) return listed(OrStatement).some(matchesAlmostAll);
  if (NotStatement) return !matchesAlmostAll(NotStatement.Statement);
  if (SizeConstraintStatement) return isOfAnySize(SizeConstraintStatement);
  if (ByteMatchStatement) return isAnyText(ByteMatchStatement);
  return RegexMatchStatement ? takesAll(RegexMatchStatement) : false;
}

const listed = ({ Statements }: any): any[] => (Array.isArray(Statements) ? Statements : []);

function isOfAnySize({ ComparisonOperator, Size }: any): boolean {
  const size = Number(Size);
  if (ComparisonOperator === 'GE') return size <= 0;
  return (ComparisonOperator === 'LE' || ComparisonOperator === 'LT') && size >= LONG;
}

/** Every path begins with a slash. */
function isAnyText({ SearchString, PositionalConstraint, FieldToMatch }: any): boolean {
  const isWithin = PositionalConstraint === 'STARTS_WITH' || PositionalConstraint === 'CONTAINS';
  return SearchString === '' || (isWithin && SearchString === '/' && 'UriPath' in Object(FieldToMatch));
}

function takesAll({ RegexString, FieldToMatch }: any): boolean {
  try {
    const expression = new RegExp(String(RegexString));
    const texts = 'UriPath' in Object(FieldToMatch) ? ['/', '/a', '/7/z'] : ['', 'a', '7z'];
    return texts.every((one) => expression.test(one));
  } catch {
    return false;
  }
}
