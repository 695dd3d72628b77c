/** A value of that shape, rebuilt from what it says and nothing else; `undefined` where it is anything other. */
export type Parser<T> = (value: unknown) => T | undefined;

export const flag: Parser<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** A text of at most this many UTF-16 units. */
export const text =
  (maxLength: number): Parser<string> =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength ? value : undefined;

/** A whole number, 0 or more. */
export const count: Parser<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** Milliseconds, also parts of one. */
export const duration: Parser<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/** Milliseconds since the epoch. */
export const time: Parser<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;

export const oneOf =
  <T extends string>(words: readonly T[]): Parser<T> =>
  (value) =>
    words.find((word) => word === value);

export const orNull =
  <T>(parse: Parser<T>): Parser<T | null> =>
  (value) =>
    value === null ? null : parse(value);

export const listOf =
  <T>(parse: Parser<T>, maxLength: number): Parser<T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > maxLength) return undefined;
    const items: T[] = [];
    // A hole is read as `undefined`, which no parser takes.
    for (const each of value as unknown[]) {
      const item = parse(each);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  };

export const pairOf =
  <A, B>(first: Parser<A>, second: Parser<B>): Parser<readonly [A, B]> =>
  (value) => {
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [a, b] = [first(value[0]), second(value[1])];
    return a === undefined || b === undefined ? undefined : [a, b];
  };

export type Parsers<T> = { readonly [K in keyof T]-?: Parser<T[K]> };

export const shape =
  <T extends object>(parsers: Parsers<T>): Parser<T> =>
  (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const parsed: Partial<T> = {};
    for (const key of Object.keys(parsers) as (keyof T)[]) {
      const field = Object.hasOwn(value, key) ? parsers[key]((value as Partial<T>)[key]) : undefined;
      if (field === undefined) return undefined;
      parsed[key] = field;
    }
    return parsed as T;
  };

/** Parses messages that differ by their `type`. */
export const tagged =
  <M extends { readonly type: string }>(table: {
    readonly [T in M['type']]: Parser<Extract<M, { readonly type: T }>>;
  }): Parser<M> =>
  (value) => {
    if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
    const { type } = value;
    if (typeof type !== 'string' || !Object.hasOwn(table, type)) return undefined;
    return (table as Readonly<Record<string, Parser<M>>>)[type]?.(value);
  };
