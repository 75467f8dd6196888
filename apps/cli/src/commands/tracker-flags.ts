import type { Command } from 'commander';
import { describeConfigurationRefusal } from '#adapters/configuration/configuration.errors';
import { readTrackerConfiguration, type TrackerConfiguration } from '#adapters/configuration/tracker-configuration';
import { usageFailure } from '../cli-failure.ts';
import { type ProgramFlag, SHARED_FLAGS, variablesFromFlags } from './program-options.ts';

export const TRACKER_FLAGS: readonly ProgramFlag[] = [
  {
    flags: '--admission <mode>',
    variable: 'CHEESE_TRACKER_ADMISSION',
    description: 'open: everybody gets a ticket; token: who was invited',
  },
  ...SHARED_FLAGS,
];

/** The configuration that these flags and the environment make. */
export function trackerConfigurationOf(command: Command): TrackerConfiguration {
  const read = readTrackerConfiguration({ ...process.env, ...variablesFromFlags(command, TRACKER_FLAGS) });
  if (!read.ok) throw usageFailure(read.refusal.code, describeConfigurationRefusal(read.refusal));
  return read.value;
}
