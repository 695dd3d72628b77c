import type { Parser } from '../core/values/parser';

/** How one field is packed and parsed. */
export interface Field<T> {
  readonly pack: (value: T) => unknown;
  readonly parse: Parser<T>;
}

export type Fields<T> = { readonly [K in keyof T]-?: Field<T[K]> };

/** Sends a value unchanged. */
export const plain = <T>(parse: Parser<T>): Field<T> => ({ pack: (value) => value, parse });

/** A word of the list, by its place there. */
export const word = <T extends string>(words: readonly T[]): Field<T> => {
  const places = new Map(words.map((each, at) => [each, at]));
  return {
    pack: (value) => places.get(value),
    parse: (value) => (typeof value === 'number' ? words[value] : undefined),
  };
};

export const wordOrNull = <T extends string>(words: readonly T[]): Field<T | null> => {
  const { pack, parse } = word(words);
  return {
    pack: (value) => (value === null ? null : pack(value)),
    parse: (value) => (value === null ? null : parse(value)),
  };
};

/**
 * Some of at most 53 words, in the list's order, as the bits of a whole number. JavaScript's bit operators end at 32 bits,
 * so this adds and divides.
 */
export const wordSet = <T extends string>(words: readonly T[]): Field<readonly T[]> => ({
  pack: (chosen) => words.reduce((bits, each, at) => (chosen.includes(each) ? bits + 2 ** at : bits), 0),
  parse: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 2 ** words.length
      ? words.filter((_, at) => Math.floor(value / 2 ** at) % 2 === 1)
      : undefined,
});

export interface Packing<T> {
  /** The fields' values, in the order of the table. */
  readonly pack: (value: T) => readonly unknown[];
  readonly parse: Parser<T>;
}

/**
 * A record as a list: the names of its fields, a third of what JSON would carry, are in the table and not in each of
 * twenty thousand rows.
 */
export function packing<T extends object>(fields: Fields<T>): Packing<T> {
  const names = Object.keys(fields) as (keyof T)[];
  return {
    pack: (value) => names.map((name) => fields[name].pack(value[name])),
    parse: (value) => {
      if (!Array.isArray(value) || value.length !== names.length) return undefined;
      const parsed: Partial<T> = {};
      for (const [at, name] of names.entries()) {
        const field = fields[name].parse(value[at]);
        if (field === undefined) return undefined;
        parsed[name] = field;
      }
      return parsed as T;
    },
  };
}
