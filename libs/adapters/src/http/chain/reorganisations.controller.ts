import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EventSource } from '../../events/event-source.ts';
import type { Reorganisation } from '../../events/reorganisation.ts';
import { readCursor } from '../views/cursor.ts';
import { PageQuery } from '../views/page-query.dto.ts';
import { ReorganisationPage, reorganisationView } from './reorganisations.view.ts';

/** A page ends after the record that exceeds this: so many blocks and transactions are told in it. */
const MAX_PAGE_PARTS = 2_000;

/** When the best chain went over to another branch. */
@ApiTags('chain')
@ApiBearerAuth()
@Controller('v1/reorganisations')
export class ReorganisationsController {
  constructor(private readonly source: EventSource) {}

  @Get()
  @ApiOperation({
    summary: 'Reorganisations, newest first',
    description:
      'Each time the best chain went over to another branch: where they part, both branches with their work, and what ' +
      'became of the transactions of the abandoned one. The latest 256 are kept, also across restarts.',
  })
  @ApiOkResponse({ type: ReorganisationPage, description: 'A page of reorganisations' })
  async listReorganisations(@Query() { limit, before }: PageQuery): Promise<ReorganisationPage> {
    const { journal } = this.source.recorder;
    let below = before === undefined ? Number.MAX_SAFE_INTEGER : (readCursor(before, 1)[0] as number);
    const found: Reorganisation[] = [];
    let parts = 0;
    // One by one: how large a record is shows when it is read.
    let [record] = await journal.reorganisations(below, 1);
    while (record !== undefined && found.length < limit && parts < MAX_PAGE_PARTS) {
      found.push(record);
      below = record.number;
      parts += record.transactions.length + record.abandoned.blocks.length + record.adopted.blocks.length;
      [record] = await journal.reorganisations(below, 1);
    }
    return { reorganisations: found.map(reorganisationView), next: record === undefined ? null : String(below) };
  }
}
