import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { RevocationList } from '#domain/peer-network/revocation-list';
import { toHex } from '#domain/primitives/bytes';
import type { Invitation } from '#domain/tracker/admission';
import { Tracker } from '#domain/tracker/tracker';
import { NeedsToken } from '../access/access.decorators.ts';
import { Refuses } from '../document/refuses.decorator.ts';
import { valueOrProblem } from '../problems/problem-of.ts';
import { isoTime } from '../views/iso-time.ts';
import {
  AdmissionView,
  JoinTokensView,
  type JoinTokenView,
  NewJoinTokenView,
  type RevocationsView,
  RevokedView,
} from './admission.view.ts';
import { RevocationRequest } from './revocation.dto.ts';

/** Whom a tracker admits, invites and throws out. */
@ApiTags('admission')
@ApiBearerAuth()
@Controller('v1')
export class AdmissionController {
  constructor(private readonly tracker: Tracker) {}

  @Get('admission')
  @ApiOperation({ summary: 'Admission', description: 'Whom this tracker admits, by which key, and what it revoked.' })
  @ApiOkResponse({ type: AdmissionView, description: 'How it stands' })
  showAdmission(): AdmissionView {
    const { trackerKey, mode, ticketLifeSeconds, issued, openTokens, list } = this.tracker.admission.state();
    return {
      trackerKey: toHex(trackerKey),
      mode,
      ticketLifeSeconds,
      tickets: issued,
      openJoinTokens: openTokens,
      revocations: revocationsView(list),
    };
  }

  @Get('join-tokens')
  @NeedsToken()
  @ApiOperation({ summary: 'Join tokens', description: 'The invitations that are remembered, without their secrets.' })
  @ApiOkResponse({ type: JoinTokensView, description: 'Oldest first, spent ones last' })
  listJoinTokens(): JoinTokensView {
    return { joinTokens: this.tracker.admission.invitations().map((token) => tokenView(token)) };
  }

  @Post('join-tokens')
  @ApiOperation({ summary: 'Make a join token', description: 'It admits one peer, once, within seven days.' })
  @ApiCreatedResponse({ type: NewJoinTokenView, description: 'The secret, which is told this once' })
  @Refuses('join-tokens-full', 'admission-not-kept')
  async makeJoinToken(): Promise<NewJoinTokenView> {
    const made = valueOrProblem(await this.tracker.admission.invite());
    return { ...tokenView(made), token: made.token };
  }

  @Post('revocations')
  @ApiOperation({
    summary: 'Revoke a peer',
    description: 'Every peer leaves it at once; its identity never comes back.',
  })
  @ApiCreatedResponse({ type: RevokedView, description: 'It is on the list, kept and sent to all peers' })
  @Refuses('revocation-unknown', 'revocation-list-full', 'admission-not-kept')
  async revoke(@Body() { peer }: RevocationRequest): Promise<RevokedView> {
    const list = valueOrProblem(await this.tracker.revoke({ peerId: peer as PeerId }));
    return { peer, revocations: revocationsView(list) };
  }
}

function revocationsView(list: RevocationList | undefined): RevocationsView {
  return { sequence: list?.sequence ?? 0, serials: [...(list?.serials ?? [])] };
}

function tokenView({ id, state, createdAt, expiresAt, spentBy }: Invitation): JoinTokenView {
  return { id, state, createdAt: isoTime(createdAt), expiresAt: isoTime(expiresAt), spentBy: spentBy ?? null };
}
