import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { describeConfigurationRefusal } from '#adapters/configuration/configuration.errors';
import { NETWORK_CHOICE } from '#adapters/configuration/network-choice';
import { type PeerConfiguration, readPeerConfiguration } from '#adapters/configuration/peer-configuration';
import { readTrackerConfiguration } from '#adapters/configuration/tracker-configuration';
import { claimDataDirectory } from '#adapters/data-directory/claim-data-directory';
import { describeDataDirectoryRefusal } from '#adapters/data-directory/data-directory.errors';
import { usageFailure } from '../cli-failure.ts';
import {
  readNetworkRecord,
  removeEarlierNetwork,
  requireSameNetwork,
  writeNetworkRecord,
} from '../local-network/data-folder.ts';
import { LocalNetwork } from '../local-network/local-network.ts';
import { openPage } from '../local-network/open-page.ts';
import { pageLink, panel, type ReadyPeer, readyLine } from '../local-network/panel.ts';
import { type LocalNetworkPlan, MAX_LOCAL_PEERS, planLocalNetwork } from '../local-network/plan.ts';
import { takenPorts } from '../local-network/taken-ports.ts';
import { Terminal } from '../output/terminal.ts';
import { stopRequested } from '../stop-signals.ts';
import { wholeNumberOption } from './option-values.ts';

/** Programs of a killed starter notice within moments and stop within eight seconds. */
const PREDECESSOR_PATIENCE_MS = 10_000;
/** A network that was just told to stop needs a moment; one that goes on running is reported soon enough. */
const CLAIM_PATIENCE_MS = 3_000;
/** The tracker's and the first peer's ports lie 11 above. */
const MAX_PORT_BASE = 65_535 - 11;

interface UpOptions {
  readonly peers: number;
  readonly network: string;
  readonly data: string;
  readonly fresh: boolean;
  readonly open: boolean;
  readonly json: boolean;
  readonly portBase?: number;
}

const EXAMPLES = `
Examples:
  cheesechain up                         three peers and a tracker, data under ./data
  cheesechain up --peers 5 --port-base 21000
  cheesechain up --fresh --no-open       begin anew, wallets included, and open no browser
  cheesechain up --json                  one line for scripts when everything is ready`;

/** `cheesechain up`: a local network until it is told to stop. */
export function upCommand(): Command {
  return new Command('up')
    .description('run a local network: a tracker and some peers, each a process of its own')
    .option('--peers <number>', 'how many peers', wholeNumberOption(1, MAX_LOCAL_PEERS), 3)
    .option('--network <name>', NETWORK_CHOICE.takes, 'devnet')
    .option('--data <folder>', 'where chains, wallets and logs are kept', 'data')
    .option('--fresh', 'remove what is in that folder first, wallets included', false)
    .option('--no-open', 'do not open the first page in a browser')
    .option(
      '--port-base <port>',
      'tracker TCP at B, HTTP at B+1; peer i (from 0) TCP at B+10+2i, HTTP at B+11+2i',
      wholeNumberOption(1, MAX_PORT_BASE),
    )
    .option('--json', 'print one line of JSON when ready, and nothing else', false)
    .addHelpText('after', EXAMPLES)
    .action(async (options: UpOptions) => runUp(options));
}

async function runUp(options: UpOptions): Promise<void> {
  const terminal = new Terminal({ json: options.json });
  const plan = planFrom(options);
  const { apiToken } = requireConfiguration(plan);
  const claim = await claimDataDirectory(plan.dataDir, { slots: false, timeoutMs: CLAIM_PATIENCE_MS });
  if (!claim.ok) throw usageFailure(claim.refusal.code, describeDataDirectoryRefusal(claim.refusal));
  try {
    await requireFreePorts(plan);
    if (options.fresh) noteRemoved(removeEarlierNetwork(plan), plan, terminal);
    requireSameNetwork(plan);
    writeNetworkRecord(plan, true);
    await runUntilStopped(plan, apiToken, options, terminal);
    writeNetworkRecord(plan, false);
  } finally {
    claim.value.release();
  }
}

function planFrom(options: UpOptions): LocalNetworkPlan {
  const { peers, network, data, portBase } = options;
  const choice = NETWORK_CHOICE.parse(network);
  if (choice === undefined) {
    throw usageFailure('network-unknown', `--network got "${network}", but takes ${NETWORK_CHOICE.takes}.`);
  }
  if (choice.kind === 'file' && !existsSync(choice.path)) {
    throw usageFailure('network-file-missing', `--network names ${choice.path}, which does not exist.`);
  }
  return planLocalNetwork({ peers, network, dataDir: data, ...(portBase === undefined ? {} : { portBase }) });
}

/** Reads the configuration as the programs will: a wrong variable is told once, before anything starts. */
function requireConfiguration(plan: LocalNetworkPlan): PeerConfiguration {
  const [peer] = plan.peers;
  const tracker = readTrackerConfiguration({ ...process.env, ...plan.tracker.variables });
  if (!tracker.ok) throw usageFailure(tracker.refusal.code, describeConfigurationRefusal(tracker.refusal));
  const first = readPeerConfiguration({ ...process.env, ...peer?.variables });
  if (!first.ok) throw usageFailure(first.refusal.code, describeConfigurationRefusal(first.refusal));
  return first.value;
}

async function requireFreePorts(plan: LocalNetworkPlan): Promise<void> {
  const predecessorWasKilled = readNetworkRecord(plan.dataDir)?.running === true;
  const taken = await takenPorts([plan.tracker, ...plan.peers], predecessorWasKilled ? PREDECESSOR_PATIENCE_MS : 0);
  if (taken.length === 0) return;
  const list = taken.map(({ port, usedFor }) => `${port} (${usedFor})`).join(', ');
  throw usageFailure(
    'port-taken',
    `${taken.length === 1 ? 'This port is' : 'These ports are'} taken by another program: ${list}.\n` +
      `Choose others with --port-base, for example --port-base ${otherPortBase(plan)}.`,
  );
}

/** Well above what is taken, and below the range that systems hand out by themselves. */
function otherPortBase(plan: LocalNetworkPlan): number {
  return plan.tracker.tcpPort >= 20_000 && plan.tracker.tcpPort < 30_000 ? plan.tracker.tcpPort + 1_000 : 21_000;
}

function noteRemoved(removed: readonly string[], plan: LocalNetworkPlan, terminal: Terminal): void {
  if (removed.length > 0) terminal.note(`Removed from ${plan.dataDir}: ${removed.join(', ')}`);
}

async function runUntilStopped(
  plan: LocalNetworkPlan,
  apiToken: string | undefined,
  options: UpOptions,
  terminal: Terminal,
): Promise<void> {
  const network = new LocalNetwork(plan, {
    environment: process.env,
    apiToken,
    note: (line) => terminal.note(line),
  });
  const stopAsked = stopRequested(() => network.kill());
  terminal.note(`Starting a tracker and ${plan.peers.length === 1 ? 'one peer' : `${plan.peers.length} peers`} …`);
  const started = network.start((name) => terminal.note(`  ${name} is ready`));
  const peers = await Promise.race([started, stopAsked]);
  if (peers !== undefined) {
    announce(plan, peers, options, terminal);
    await stopAsked;
  }
  terminal.note('Stopping …');
  await network.stop();
  await started.catch(() => undefined);
  terminal.note('Everything has stopped. See you at the next start.');
}

function announce(plan: LocalNetworkPlan, peers: readonly ReadyPeer[], options: UpOptions, terminal: Terminal): void {
  terminal.result(readyLine(plan, peers), () => panel(plan, peers, terminal));
  const [first, ...others] = peers;
  if (options.open && terminal.interactive && first !== undefined) openPage(pageLink(first, others), plan.dataDir);
}
