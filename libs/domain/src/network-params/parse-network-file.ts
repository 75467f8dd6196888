import { equalBytes } from '../primitives/bytes.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { checkNetworkParameters } from './check-network-parameters.ts';
import { hashParameters } from './genesis.ts';
import type { NetworkFileRefusal } from './network-file.errors.ts';
import { refusal } from './network-file-refusal.ts';
import type { NetworkParameters } from './network-parameters.ts';
import { isPresetName, PRESETS } from './presets.ts';

/** Ten thousand allocations of some 100 characters each, and as much again for blanks. */
export const MAX_NETWORK_FILE_CHARACTERS = 2_000_000;

/**
 * The parameters in the text of a network file (JSON of the shape of {@link NetworkParameters}), any text at all.
 * `minimumChainWork` and `allocations` may be left out; bits may be written as 8 hex digits.
 */
export function parseNetworkFile(text: string): Result<NetworkParameters, NetworkFileRefusal> {
  if (text.length > MAX_NETWORK_FILE_CHARACTERS) {
    const expected = `at most ${MAX_NETWORK_FILE_CHARACTERS} characters`;
    return refused(refusal('network-file-too-large', '', text.length, expected));
  }
  const json = parseJson(text);
  if (!json.ok) return json;
  const checked = checkNetworkParameters(json.value);
  if (!checked.ok || !isPresetName(checked.value.name)) return checked;
  if (equalBytes(hashParameters(checked.value), hashParameters(PRESETS[checked.value.name]))) return checked;
  const expected = 'a name that no preset has, or exactly that preset';
  return refused(refusal('network-file-name-taken', 'name', checked.value.name, expected));
}

function parseJson(text: string): Result<unknown, NetworkFileRefusal> {
  try {
    // A byte order mark is what some Windows editors put first.
    return accepted(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch (error) {
    return refused(refusal('network-file-not-json', '', (error as Error).message, 'JSON'));
  }
}
