// The directory: who works here. Plain data, without state.

/** A person with an account. */
export interface Agent {
  readonly id: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly extension: string;
  readonly role: 'Agent' | 'Supervisor';
  /** Absent for accounts outside every team. */
  readonly team?: string;
}

export interface Team {
  readonly id: string;
  readonly name: string;
}

/** Agents by id and teams by id. */
export interface Directory {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly teams: ReadonlyMap<string, Team>;
}

/** The password of every simulated agent; a demonstration, so it stands in the README. */
export const demoPassword = 'secret';

const firstNames = ['Ana', 'Bao', 'Carla', 'Dev', 'Elif', 'Femi', 'Gita', 'Hugo', 'Ines', 'Jun'];
const lastNames = ['Almeida', 'Chen', 'Duarte', 'Eriksen', 'Fischer', 'Gomes', 'Huang', 'Ito', 'Jansen', 'Kaur'];

const demoTeams: readonly Team[] = [
  { id: '5000', name: 'Sales' },
  { id: '5001', name: 'Support' },
];

/** Agent `number` (from 1): ids 1001001, 1001002, …; the odd ones in team 5000, the even ones in 5001. */
const demoAgent = (number: number): Agent => ({
  id: String(1_001_000 + number),
  password: demoPassword,
  firstName: firstNames[(number - 1) % firstNames.length] ?? '',
  lastName: lastNames[(number * 7) % lastNames.length] ?? '',
  extension: String(2000 + number),
  role: 'Agent',
  team: number % 2 === 1 ? '5000' : '5001',
});

const supervisor: Agent = {
  id: 'administrator',
  password: '1234',
  firstName: 'Ada',
  lastName: 'Supervisor',
  extension: '2000',
  role: 'Supervisor',
  team: '5000',
};

/** Twenty agents in two teams, a supervisor, and whoever is added. */
export const demoDirectory = (added: readonly Agent[] = []): Directory => {
  const agents = [...Array.from({ length: 20 }, (_, index) => demoAgent(index + 1)), supervisor, ...added];
  return {
    agents: new Map(agents.map((agent) => [agent.id, agent])),
    teams: new Map(demoTeams.map((team) => [team.id, team])),
  };
};

/** An account outside the teams, one a client of the bench. */
export const benchAgent = (index: number): Agent => ({
  id: `bench-${index}`,
  password: demoPassword,
  firstName: 'Bench',
  lastName: String(index),
  extension: String(9000 + index),
  role: 'Agent',
});
