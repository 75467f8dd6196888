import 'reflect-metadata';
import { describeConfigurationRefusal } from '#adapters/configuration/configuration.errors';
import { readTrackerConfiguration } from '#adapters/configuration/tracker-configuration';
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
import { formatEndpoint } from '#domain/peer-network/endpoint';
import { toHex } from '#domain/primitives/bytes';
import { openTracker } from './open-tracker.ts';
import { trackerModule } from './tracker.module.ts';

async function start(): Promise<void> {
  const read = readTrackerConfiguration(process.env);
  if (!read.ok) throw new StartFailure(describeConfigurationRefusal(read.refusal));
  const configuration = read.value;
  const version = programVersion();
  const log = PinoLog.create(configuration.logLevel, { program: 'tracker' });
  const open = await openTracker(configuration, log);
  const access = new HttpAccess({
    token: open.token,
    allowedHosts: configuration.httpAllowedHosts,
    allowedOrigins: configuration.httpAllowedOrigins,
  });
  const app = await createHttpApp(trackerModule(open), nestLogger(log));
  const started = stopWhenAsked(async (reason) => {
    log.info('stopping', { reason });
    await app.close();
    await open.close();
    log.info('stopped');
  });
  const sessions = new PeerServer();
  app.connectMicroservice({ strategy: sessions }, { inheritAppConfig: false });
  await configureApp(app, { access, log, version, pageDir: undefined, title: 'Cheesechain tracker' });
  await app.startAllMicroservices();
  await listenOrSay(() => open.tracker.start(sessions));
  await listenHttp(app, { host: configuration.httpHost, port: configuration.httpPort });
  const { listening } = open.transport;
  log.info('a tracker is ready', {
    network: open.network.parameters.name,
    tcp: listening === undefined ? undefined : formatEndpoint(listening),
    http: await app.getUrl(),
    // What peers give as CHEESE_TRUSTED_TRACKERS.
    key: toHex(open.tracker.admission.state().trackerKey),
    admission: configuration.admission,
  });
  started();
}

runProgram(start);
