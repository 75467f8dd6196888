import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { describeConfigurationRefusal } from '#adapters/configuration/configuration.errors';
import { formatEndpoint } from '#adapters/configuration/endpoint';
import { readPeerConfiguration } from '#adapters/configuration/peer-configuration';
import { HttpAccess } from '#adapters/http/access/http-access';
import { configureApp } from '#adapters/http/configure-app';
import { createHttpApp } from '#adapters/http/create-http-app';
import { listenHttp } from '#adapters/http/listen-http';
import { programVersion } from '#adapters/process/program-version';
import { runProgram } from '#adapters/process/run-program';
import { StartFailure } from '#adapters/process/start-failure';
import { stopWhenAsked } from '#adapters/process/stop-requests';
import { nestLogger, PinoLog } from '#adapters/system/pino-log';
import { listenOrSay } from '#adapters/tcp/listen-or-say';
import { PeerServer } from '#adapters/tcp/peer-server.strategy';
import { listenForMiners } from './listen-for-miners.ts';
import { mineFromTheStart } from './mine-from-the-start.ts';
import { openPeer } from './open-peer.ts';
import { peerModule } from './peer.module.ts';

const PAGE_DIR = fileURLToPath(new URL('../../web', import.meta.url));

async function start(): Promise<void> {
  const read = readPeerConfiguration(process.env);
  if (!read.ok) throw new StartFailure(describeConfigurationRefusal(read.refusal));
  const configuration = read.value;
  const version = programVersion();
  const log = PinoLog.create(configuration.logLevel, { program: 'peer' });
  const peer = await openPeer(configuration, version, log);
  const access = new HttpAccess({
    token: peer.token,
    allowedHosts: configuration.httpAllowedHosts,
    allowedOrigins: configuration.httpAllowedOrigins,
  });
  const app = await createHttpApp(peerModule(peer), nestLogger(log));
  const started = stopWhenAsked(async (reason) => {
    log.info('stopping', { reason });
    await app.close();
    await peer.close();
    log.info('stopped');
  });
  const sessions = new PeerServer();
  app.connectMicroservice({ strategy: sessions }, { inheritAppConfig: false });
  await configureApp(app, { access, log, version, pageDir: PAGE_DIR });
  await app.startAllMicroservices();
  await listenOrSay(() => peer.node.start(sessions));
  await listenForMiners(configuration, peer);
  await listenHttp(app, { host: configuration.httpHost, port: configuration.httpPort });
  log.info('a peer is ready', {
    network: peer.node.network.parameters.name,
    height: peer.node.chain.tip.height,
    http: await app.getUrl(),
    stratum: peer.stratum.endpoint === undefined ? undefined : formatEndpoint(peer.stratum.endpoint),
    ...peer.runsOn,
  });
  await peer.webhooks.start();
  mineFromTheStart(configuration, peer, log);
  started();
}

runProgram(start);
