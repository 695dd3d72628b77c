/** The first argument that's no option, and what follows it. `valued`: options whose value is the next argument. */
export function operands(args: readonly string[], valued: string): readonly string[] {
  const takesNext = new Set(valued.split(' '));
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') return args.slice(index + 1);
    if (takesNext.has(arg)) index++;
    else if (!arg.startsWith('-') || arg === '-') return args.slice(index);
  }
  return [];
}

/** Every argument that's no option, as far as `count`, wherever options stand between them. */
export function allOperands(args: readonly string[], valued: string, count: number): string[] {
  const found: string[] = [];
  for (let rest = operands(args, valued); found.length < count && rest.length > 0;) {
    found.push(rest[0] ?? '');
    rest = operands(rest.slice(1), valued);
  }
  return found;
}
