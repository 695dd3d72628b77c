import ts from 'typescript';
import { isSurface, PLACES, type Surface } from './surfaces';

/**
 * Where a person reads the text of a call. What the text is handed to counts first (`showWarningMessage(…)`,
 * `ariaLabel = …`), then a mark in the nearest doc comment around it (`@surface button, pick`), then its file or folder.
 */
export function surfacesOf(
  call: ts.CallExpression,
  file: string,
  checker: ts.TypeChecker,
): Surface[] | string {
  const handed = [...new Set(usesOf(call, checker).flatMap((use) => handedTo(use, checker)))];
  if (handed.length > 0) return handed;
  const marked = markOf(call);
  if (marked !== undefined) {
    const names = marked.split(/[\s,]+/).filter((name) => name !== '');
    const unknown = names.filter((name) => !isSurface(name));
    return unknown.length > 0 || names.length === 0
      ? `@surface names no surface: ${marked.trim()}`
      : names.filter(isSurface);
  }
  const place = placeOf(file);
  return place
    ? [...PLACES[place]!]
    : 'nobody can tell where this text is read: name its file in PLACES (test/texts/surfaces.ts), or mark it with @surface';
}

export const placeOf = (file: string): string | undefined =>
  Object.keys(PLACES)
    .filter((place) => file === place || file.startsWith(`${place}/`))
    .sort((a, b) => b.length - a.length)[0];

/** `@surface …` of the nearest declaration or statement around. */
function markOf(call: ts.Node): string | undefined {
  for (let node: ts.Node = call; !ts.isSourceFile(node); node = node.parent) {
    const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'surface');
    if (tag) return ts.getTextOfJSDocComment(tag.comment) ?? '';
  }
  return undefined;
}

/** The call itself; and where it makes a constant, each place that names the constant. */
function usesOf(call: ts.CallExpression, checker: ts.TypeChecker): ts.Expression[] {
  const name = constantOf(call);
  const symbol = name && checker.getSymbolAtLocation(name);
  const scope = ts.findAncestor(call, (node) => ts.isBlock(node) || ts.isSourceFile(node));
  if (!symbol || !scope) return [call];
  const uses: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text) {
      const used = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      if (used === symbol) uses.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return [call, ...uses];
}

/** The constant of `const stop = t(…)`, or of `const [stop, show] = [t(…), t(…)]`. */
function constantOf(call: ts.CallExpression): ts.Identifier | undefined {
  let value: ts.Expression = call;
  while (ts.isConditionalExpression(value.parent) || ts.isParenthesizedExpression(value.parent))
    value = value.parent;
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name;
  if (!ts.isArrayLiteralExpression(parent) || !ts.isVariableDeclaration(parent.parent)) return undefined;
  const { name } = parent.parent;
  const element = ts.isArrayBindingPattern(name) ? name.elements[parent.elements.indexOf(value)] : undefined;
  return element && ts.isBindingElement(element) && ts.isIdentifier(element.name) ? element.name : undefined;
}

/** A value goes no further than its statement or function; `(t) => t(…)` passes it on. */
const endsHanding = (node: ts.Node): boolean =>
  ts.isStatement(node) || (ts.isFunctionLike(node) && !(ts.isArrowFunction(node) && !ts.isBlock(node.body)));

/** What a statement hands an expression to, from the inside out. */
function handedTo(use: ts.Expression, checker: ts.TypeChecker): Surface[] {
  for (let node: ts.Node = use; !endsHanding(node); node = node.parent) {
    const { parent } = node;
    if (ts.isCallExpression(parent) && parent.expression !== node) {
      const surface = argumentOf(parent, parent.arguments.indexOf(node as ts.Expression), checker);
      if (surface) return [surface];
    }
    if (
      (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
      ts.isShorthandPropertyAssignment(parent)
    ) {
      const surface = propertyOf(parent.name.getText(), parent.parent, checker);
      if (surface) return [surface];
    }
    if (ts.isArrayLiteralExpression(parent) && isFactValue(node, parent, checker)) return ['fact'];
    if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const surfaces = assignedTo(parent);
      if (surfaces.length > 0) return surfaces;
    }
  }
  return [];
}

const calledName = ({ expression }: ts.CallExpression): string =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();

function argumentOf(call: ts.CallExpression, index: number, checker: ts.TypeChecker): Surface | undefined {
  const called = calledName(call);
  if (/^show(Information|Warning|Error)Message$/.test(called)) {
    const [, options] = call.arguments;
    if (index > 0) return index === 1 && isModal(options, checker) ? 'detail' : 'button';
    return isModal(options, checker) ? 'question' : 'notification';
  }
  if (called === 'link' || (called === 'asked' && index === 1)) return 'button';
  return (called === 'say' && index === 0) || (called === 'label' && index === 1) ? 'spoken' : undefined;
}

/** `{ modal: true }`, also of a constant. */
function isModal(options: ts.Expression | undefined, checker: ts.TypeChecker): boolean {
  return options !== undefined && checker.getTypeAtLocation(options).getProperty('modal') !== undefined;
}

/** Facts of the inspector are pairs, `[name: string, value: string]`. */
function isFactValue(value: ts.Node, pair: ts.ArrayLiteralExpression, checker: ts.TypeChecker): boolean {
  const wanted = checker.getContextualType(pair);
  if (wanted === undefined || !checker.isTupleType(wanted)) return false;
  const { labeledElementDeclarations: labels } = (wanted as ts.TupleTypeReference).target;
  const label = labels?.[pair.elements.indexOf(value as ts.Expression)];
  return label?.name.getText() === 'value';
}

const PICKS = /^(showQuickPick|showInputBox|showSaveDialog)$/;

/** Properties of our own types that a person reads. */
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, Surface>>>> = {
  Question: { message: 'question', detail: 'detail' },
  TreeNode: { label: 'row', description: 'row', spoken: 'spoken' },
  Column: { hint: 'hint' },
  Origin: { name: 'part', detail: 'part', evidence: 'evidence' },
  Fact: { name: 'heading', value: 'fact' },
  FactSection: { title: 'heading' },
  Action: { title: 'command', short: 'button', question: 'pick' },
  ViewCommand: { title: 'command' },
};

function propertyOf(
  name: string,
  object: ts.ObjectLiteralExpression,
  checker: ts.TypeChecker,
): Surface | undefined {
  if (name === 'detail' && isModal(object, checker)) return 'detail';
  const call = ts.isCallExpression(object.parent) ? calledName(object.parent) : '';
  if (/^(placeHolder|prompt|title)$/.test(name) && PICKS.test(call)) return 'pick';
  if (name === 'title' && checker.getTypeAtLocation(object).getProperty('location')) return 'progress';
  const wanted = checker.getContextualType(object);
  const types = wanted?.isUnion() ? wanted.types : wanted ? [wanted] : [];
  // A type without a name of its own has no symbol, whatever its declaration says.
  const names = types.map((type) => (type.aliasSymbol ?? (type.symbol as ts.Symbol | undefined))?.name ?? '');
  return names.map((each) => PROPERTIES[each]?.[name]).find((surface) => surface !== undefined);
}

/** `pick.title = …`, `button.ariaLabel = button.title = …`. */
function assignedTo(assignment: ts.BinaryExpression): Surface[] {
  const surfaces: Surface[] = [];
  let node: ts.Node = assignment;
  while (ts.isBinaryExpression(node)) {
    const { left } = node;
    if (ts.isPropertyAccessExpression(left)) {
      const owner = left.expression.getText();
      if (left.name.text === 'ariaLabel') surfaces.push('spoken');
      if (/^(title|placeholder)$/.test(left.name.text)) surfaces.push(owner === 'pick' ? 'pick' : 'hint');
    }
    node = node.parent;
  }
  return surfaces;
}
