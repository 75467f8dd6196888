import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TrackerWorld } from '../tracker/tracker-world.ts';
import { ApiCaller } from './api-caller.ts';
import { startFundedPeer, stateOf } from './payment-fixture.ts';
import { TRACKER_TOKEN, trackerApp } from './tracker-app.ts';

/** A call with this header fails within the program. */
export const FAULT_HEADER = 'x-test-fault';
/** What must not be told of it. */
export const FAULT_MESSAGE = 'a secret of the inside';

/** A program's API, to be called wrongly. */
export interface ApiUnderTest {
  readonly api: ApiCaller;
  /** Everything that a refused call must leave as it was. */
  state(): Promise<string>;
  close(): Promise<void>;
}

/** Each program that serves an API, and how many operations it has at least. */
export const APIS_UNDER_TEST: readonly (readonly [name: string, open: () => Promise<ApiUnderTest>, least: number])[] = [
  ['a peer', openPeer, 30],
  ['a tracker', openTracker, 5],
];

async function openPeer(): Promise<ApiUnderTest> {
  const peer = await startFundedPeer(1, { prepare: addFault });
  return { api: peer.api, state: () => stateOf(peer), close: () => peer.close() };
}

async function openTracker(): Promise<ApiUnderTest> {
  const world = await TrackerWorld.open({ admission: 'token' });
  const app = await trackerApp(world, addFault);
  const api = await ApiCaller.of(app, TRACKER_TOKEN);
  const state = async (): Promise<string> => {
    const paths = ['/v1/peers', '/v1/admission', '/v1/join-tokens'];
    return JSON.stringify(await Promise.all(paths.map((path) => api.ok('GET', path))));
  };
  return { api, state, close: () => app.close() };
}

function addFault(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preHandler', async ({ headers }: { headers: Record<string, unknown> }) => {
      if (headers[FAULT_HEADER] !== undefined) throw new Error(FAULT_MESSAGE);
    });
}
