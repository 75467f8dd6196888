import { readFileSync } from 'node:fs';
import { createNetwork, type Network } from '#domain/network-params/network';
import { parseNetworkFile } from '#domain/network-params/parse-network-file';
import { PRESETS } from '#domain/network-params/presets';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { NetworkChoice } from './network-choice.ts';

/** Why the chosen network cannot be run, as a sentence. */
export interface NetworkFileFailure {
  readonly code: string;
  readonly sentence: string;
}

/** The network of a preset or of a parameter file. */
export function loadNetwork(choice: NetworkChoice): Result<Network, NetworkFileFailure> {
  if (choice.kind === 'preset') return accepted(createNetwork(PRESETS[choice.name]));
  let text: string;
  try {
    text = readFileSync(choice.path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refused({ code: 'network-file-unreadable', sentence: `The network file cannot be read: ${reason}` });
  }
  const parsed = parseNetworkFile(text);
  if (parsed.ok) return accepted(createNetwork(parsed.value));
  const { code, key, actual, expected } = parsed.refusal;
  const sentence = `The network file ${choice.path}: ${key} is ${actual}, but takes ${expected} (${code}).`;
  return refused({ code, sentence });
}
