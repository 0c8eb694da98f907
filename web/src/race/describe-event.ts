// An event in one line for people. The result is text: it is never parsed as HTML.
import type { AgentEvent } from '../../../servers/protocol/event.ts';
import { formatNumber, say } from '../text/say.ts';

/** What happened, in words. */
export const describeEvent = (event: AgentEvent): string => {
  switch (event.type) {
    case 'agent-state':
      return say('race.event.agentState', { agent: event.agent, state: event.state });
    case 'dialog':
      return say('race.event.dialog', { dialog: event.dialog, agent: event.agent, state: event.state });
    case 'team-message':
      return say('race.event.teamMessage', { team: event.team, content: event.content });
    case 'queue-statistics':
      return say('race.event.queueStatistics', {
        queue: event.queue,
        calls: formatNumber(event.callsInQueue),
        seconds: formatNumber(event.longestWaitSeconds),
      });
    case 'agent-error':
      return say('race.event.agentError', { agent: event.agent, error: event.errorType });
    case 'system-info':
      return say('race.event.systemInfo', { status: event.status });
  }
};
