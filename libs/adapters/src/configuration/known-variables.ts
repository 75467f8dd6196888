import { PEER_SETTINGS } from './peer-settings.ts';
import { variablesOf } from './read-settings.ts';
import { TRACKER_SETTINGS } from './tracker-settings.ts';

/** Read by the tests and the tools around them, never by a program that runs a network. */
const TEST_VARIABLES = ['CHEESE_TEST_BROWSER', 'CHEESE_TEST_ENGINE', 'CHEESE_TEST_PEER_KILLS', 'CHEESE_TEST_SUITE'];

/** Every CHEESE_ variable that something reads. Programs started together share an environment, so all accept all. */
export const KNOWN_VARIABLES: readonly string[] = [
  ...new Set([...variablesOf(PEER_SETTINGS), ...variablesOf(TRACKER_SETTINGS), ...TEST_VARIABLES]),
];
