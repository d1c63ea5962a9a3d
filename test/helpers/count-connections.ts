import type {Ports, Wire} from '../../source/core/ports.ts';

/** Counts what stands or is being opened through the real ports, as this side sees it. */
export function countConnections() {
	let open = 0;
	let most = 0;
	return {
		get open() {
			return open;
		},
		get most() {
			return most;
		},
		watch: (real: Ports): Ports => ({
			...real,
			async connect(endpoint, signal) {
				open++;
				most = Math.max(most, open);
				let counts = true;
				const over = () => {
					open -= counts ? 1 : 0;
					counts = false;
				};

				try {
					const connected = await real.connect(endpoint, signal);
					if (!connected.ok) {
						over();
						return connected;
					}

					return {ok: true, wire: counted(connected.wire, over)};
				} catch (error) {
					over();
					throw error;
				}
			},
		}),
	};
}

function counted(wire: Wire, over: () => void): Wire {
	const ends = (end: () => void) => ({
		value() {
			over();
			end();
		},
	});
	return Object.create(wire, {
		close: ends(() => wire.close()),
		destroy: ends(() => wire.destroy()),
	}) as Wire;
}
