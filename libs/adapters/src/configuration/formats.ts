import { fromHex, isHex } from '#domain/primitives/bytes';
import type { Format } from './setting.ts';

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): Format<Word> {
  return {
    takes: `one of ${words.join(', ')}`,
    parse: (text) => words.find((word) => word === text),
  };
}

/** A whole number in plain decimal digits: no sign, point, exponent or spaces. */
export function wholeNumber(minimum: number, maximum: number, unit = ''): Format<number> {
  return {
    takes: `a whole number from ${minimum} to ${maximum}${unit === '' ? '' : ` (${unit})`}`,
    parse(text) {
      if (!/^(0|[1-9][0-9]{0,14})$/.test(text)) return undefined;
      const value = Number(text);
      return value >= minimum && value <= maximum ? value : undefined;
    },
  };
}

/** A TCP port to listen on. */
export const LISTEN_PORT: Format<number> = {
  takes: 'a port from 0 to 65535 (0 lets the system choose a free one)',
  parse: wholeNumber(0, 65_535).parse,
};

/** On or off. */
export const SWITCH: Format<boolean> = {
  takes: 'true or false',
  parse: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
};

/** The longest path that common systems take; also bounds what an error message could carry. */
const MAX_PATH_LENGTH = 4096;

/** A path of the file system, relative ones from the working directory. */
export const PATH: Format<string> = {
  takes: 'a path',
  parse: (text) => (text.length <= MAX_PATH_LENGTH && !text.includes('\0') ? text : undefined),
};

/** A few visible ASCII characters: tokens and the like, safe in a header and in the fragment of a link. */
export function urlSafeText(minimum: number, maximum: number): Format<string> {
  return {
    takes: `${minimum} to ${maximum} characters of A–Z, a–z, 0–9 and . _ ~ -`,
    parse: (text) =>
      text.length >= minimum && text.length <= maximum && /^[A-Za-z0-9._~-]+$/.test(text) ? text : undefined,
  };
}

/** So many bytes, as hex digits. */
export function hexBytes(length: number): Format<Uint8Array> {
  return {
    takes: `${2 * length} hex digits`,
    parse: (text) => (isHex(text, length) ? fromHex(text) : undefined),
  };
}

/** Any text within a length, counted in UTF-16 units. */
export function anyText(minimum: number, maximum: number): Format<string> {
  return {
    takes: `${minimum} to ${maximum} characters`,
    parse: (text) => (text.length >= minimum && text.length <= maximum ? text : undefined),
  };
}

/** Values separated by commas, spaces around them ignored. */
export function listOf<Value>(item: Format<Value>, maximum: number): Format<readonly Value[]> {
  return {
    takes: `up to ${maximum}, separated by commas, of: ${item.takes}`,
    parse(text) {
      const parts = text.split(',', maximum + 1).map((part) => part.trim());
      if (parts.length > maximum) return undefined;
      const values = parts.map((part) => item.parse(part));
      return values.every((value) => value !== undefined) ? (values as Value[]) : undefined;
    },
  };
}
