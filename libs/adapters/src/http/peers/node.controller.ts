import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FullNode } from '#domain/node/full-node';
import { formatEndpoint } from '#domain/peer-network/endpoint';
import { programVersion } from '../../process/program-version.ts';
import { brokenRuleView } from '../views/broken-rule.view.ts';
import { membershipView } from './membership.view.ts';
import { NodeView } from './node.view.ts';
import { RunsOn } from './runs-on.ts';

/** Who this peer is, what it runs on, and whom it keeps out. */
@ApiTags('peers')
@ApiBearerAuth()
@Controller('v1/node')
export class NodeController {
  private readonly version = programVersion();

  constructor(
    private readonly node: FullNode,
    private readonly runsOn: RunsOn,
  ) {}

  @Get()
  @ApiOperation({ summary: 'This peer', description: 'Who it is, what it runs on, its trackers, and whom it bans.' })
  @ApiOkResponse({ type: NodeView, description: 'The peer' })
  showNode(): NodeView {
    const { peers } = this.node;
    const record = peers.discovery.record();
    return {
      id: peers.peerId,
      version: this.version,
      address: record === undefined ? null : formatEndpoint(record.endpoint),
      verifier: this.runsOn.verifier,
      miner: this.runsOn.miner,
      trackers: peers.trackers.map(({ endpoint, connected }) => ({ address: formatEndpoint(endpoint), connected })),
      membership: membershipView(peers.membership),
      bans: peers.misbehaviour.bans().map(({ peerId, breach, untilMs }) => ({
        id: peerId,
        ...brokenRuleView(breach),
        until: new Date(untilMs).toISOString(),
      })),
    };
  }
}
