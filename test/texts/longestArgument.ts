import ts from 'typescript';
import { literalsOf } from './translateCalls';

/** Names are cut to that where a text has a limit. */
const NAME = 'n'.repeat(30);
const LISTED = `${NAME}, ${NAME}, ${NAME}`;

/** What stands for an argument that only running tells, by the name it has in the code; the first match counts. */
const SAMPLES: readonly (readonly [name: RegExp, sample: string])[] = [
  [/port$/i, '65535'],
  [/^pid$|Pid$/, '4194304'],
  [/^uid$|Uid$/, '4294967294'],
  [/^signal$/, 'SIGKILL'],
  [/^(state|protocol)$/i, 'ESTABLISHED'],
  [/describeAge|^age$/i, '59 min'],
  [/^(when|from|to|timeText|toLocaleTimeString|at)$/, '11:59:59 PM'],
  [/toLocaleString|Ms$|toFixed/, '20,000'],
  [/exposure|reach$/i, 'this machine only'],
  [/endpoint|address|authority|^place$|^where$|^bound$/i, '[2001:db8:85a3::8a2e:370:7334]:65535'],
  [/path|folder|file|^root$|cwd|cgroup|^command$/i, 'p'.repeat(50)],
  [/listed|join|names|places|^(called|callers|words)$/i, LISTED],
];

/** How many steps a value is followed back to where it is made. */
const DEEPEST = 6;

/**
 * The longest text that is to be expected of an argument. What can be followed in the code is followed; else its type and
 * its name tell.
 */
export function longestOf(expression: ts.Expression, checker: ts.TypeChecker, depth = 0): string {
  const literals = literalsOf(expression, checker);
  if (literals) return longest(literals);
  if (depth > DEEPEST) return NAME;
  const follow = (next: ts.Expression): string => longestOf(next, checker, depth + 1);
  if (ts.isParenthesizedExpression(expression) || ts.isNonNullExpression(expression)) {
    return follow(expression.expression);
  }
  if (ts.isConditionalExpression(expression)) {
    return longest([follow(expression.whenTrue), follow(expression.whenFalse)]);
  }
  if (ts.isTemplateExpression(expression)) {
    const spans = expression.templateSpans.map((span) => follow(span.expression) + span.literal.text);
    return expression.head.text + spans.join('');
  }
  if (ts.isCallExpression(expression)) {
    const filled = filledCall(expression, checker, depth);
    if (filled !== undefined) return filled;
  }
  const made = ts.isIdentifier(expression) ? initializerOf(expression, checker) : undefined;
  return made ? follow(made) : byName(expression, checker);
}

/** A nested text: its own message with its own arguments. */
function filledCall(call: ts.CallExpression, checker: ts.TypeChecker, depth: number): string | undefined {
  const [message, ...args] = call.arguments;
  const named = checker.getTypeAtLocation(call.expression).aliasSymbol?.name === 'Translate';
  const messages = named && message ? literalsOf(message, checker) : undefined;
  return messages && longest(messages.map((each) => filled(each, args, checker, depth + 1)));
}

export const filled = (
  message: string,
  args: readonly ts.Expression[],
  checker: ts.TypeChecker,
  depth = 0,
): string =>
  message.replace(/\{(\d+)\}/g, (_, index: string) => {
    const arg = args[Number(index)];
    return arg ? longestOf(arg, checker, depth) : NAME;
  });

function initializerOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Expression | undefined {
  const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

function byName(expression: ts.Expression, checker: ts.TypeChecker): string {
  const name = nameOf(expression);
  const sample = SAMPLES.find(([pattern]) => pattern.test(name))?.[1];
  if (sample !== undefined) return sample;
  return isCount(expression, checker) ? '20,000' : NAME;
}

/** What an expression ends in: of `a.b(c)` it is `b`, of `oneLine(x.name, 80)` it is `name`. */
function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (ts.isBinaryExpression(expression)) return nameOf(expression.left);
  if (!ts.isCallExpression(expression)) return '';
  const called = nameOf(expression.expression);
  const [first] = expression.arguments;
  return /^(oneLine|literalMessage|literalLabel|String)$/.test(called) && first ? nameOf(first) : called;
}

/** A number of things. A pid, a port and a uid are numbers too, and count nothing. */
export function isCount(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  if (/^(pid|uid|.*[pP]ort|.*Pid)$/.test(nameOf(expression))) return false;
  if (ts.isCallExpression(expression)) return nameOf(expression) === 'toLocaleString';
  return (checker.getTypeAtLocation(expression).flags & ts.TypeFlags.NumberLike) !== 0;
}

const longest = (texts: readonly string[]): string =>
  texts.reduce((one, other) => (other.length > one.length ? other : one), '');
