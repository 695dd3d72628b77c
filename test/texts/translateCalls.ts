import ts from 'typescript';

/** A call of a `Translate` function or of `vscode.l10n.t`. */
function isTranslate(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  if (checker.getTypeAtLocation(call.expression).aliasSymbol?.name === 'Translate') return true;
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || !ts.isFunctionDeclaration(declaration)) return false;
  return declaration.name?.text === 't' && declaration.getSourceFile().fileName.includes('/@types/vscode/');
}

/** `(message, ...args) => …` where a `Translate` is wanted: it passes on what others say. */
function isTranslateItself(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const around = ts.findAncestor(call, ts.isArrowFunction);
  return around !== undefined && checker.getContextualType(around)?.aliasSymbol?.name === 'Translate';
}

export function translateCalls(source: ts.SourceFile, checker: ts.TypeChecker): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslate(node, checker) && !isTranslateItself(node, checker)) {
      calls.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** What an expression can be, where that is known when it is compiled: `many ? 'a' : 'b'` is two texts. */
export function literalsOf(expression: ts.Expression, checker: ts.TypeChecker): string[] | undefined {
  const type = checker.getTypeAtLocation(expression);
  const types = type.isUnion() ? type.types : [type];
  const literals = types.flatMap((each) => (each.isStringLiteral() ? [each.value] : []));
  return literals.length === types.length ? literals : undefined;
}
