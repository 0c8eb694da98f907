// An event in one line for people. The result is text: it is never parsed as HTML.
import type { AgentEvent } from '../../servers/protocol/event.ts';
import { say } from './text.ts';

/** What happened, in words. */
export const describeEvent = (event: AgentEvent): string => {
  switch (event.type) {
    case 'agent-state':
      return say('eventAgentState', { agent: event.agent, state: event.state });
    case 'dialog':
      return say('eventDialog', { dialog: event.dialog, agent: event.agent, state: event.state });
    case 'team-message':
      return say('eventTeamMessage', { team: event.team, content: event.content });
    case 'queue-statistics':
      return say('eventQueueStatistics', {
        queue: event.queue,
        calls: event.callsInQueue,
        seconds: event.longestWaitSeconds,
      });
    case 'agent-error':
      return say('eventAgentError', { agent: event.agent, error: event.errorType });
    case 'system-info':
      return say('eventSystemInfo', { status: event.status });
  }
};
