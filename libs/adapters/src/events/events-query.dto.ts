import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

/** For listeners that cannot send a header of their own at first, as a browser's EventSource cannot. */
export class EventsQuery {
  @ApiPropertyOptional({ description: 'As Last-Event-ID, which wins; 0 for everything that is kept', example: '0' })
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'after is the number of an event' })
  readonly after?: string;
}
