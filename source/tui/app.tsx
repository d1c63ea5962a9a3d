import {useApp, useInput, usePaste, useWindowSize} from 'ink';
import {useEffect, useSyncExternalStore} from 'react';
import {ExplainView} from './explain/explain-view.tsx';
import {FormView} from './form/form-view.tsx';
import {HelpView} from './help/help-view.tsx';
import {keysOf} from './keys.ts';
import {LabView} from './lab/lab-view.tsx';
import type {Look} from './look.ts';
import {MenuView} from './menu/menu-view.tsx';
import {RunView} from './run/run-view.tsx';
import type {AppState, Services} from './state.ts';
import type {Store} from './store.ts';
import {topOf} from './top-of.ts';

/** Whatever screen is on top. */
export function Screens({
	state,
	look,
	services,
}: {
	readonly state: AppState;
	readonly look: Look;
	readonly services: Services;
}) {
	const screen = topOf(state);
	if (state.help !== undefined) {
		return <HelpView screen={screen} state={state} look={look} />;
	}

	switch (screen.kind) {
		case 'menu': {
			return <MenuView screen={screen} state={state} look={look} services={services} />;
		}

		case 'form': {
			return <FormView screen={screen} state={state} look={look} services={services} />;
		}

		case 'explain': {
			return <ExplainView screen={screen} state={state} look={look} />;
		}

		case 'lab': {
			return <LabView screen={screen} state={state} look={look} />;
		}

		case 'run': {
			return <RunView screen={screen} state={state} look={look} services={services} />;
		}
	}
}

/** The root: the only place that hears keys, pastes and the size of the terminal. */
export function App({
	store,
	look,
	services,
	onLender,
}: {
	readonly store: Store;
	readonly look: Look;
	readonly services: Services;
	/** Is told how the terminal is lent to another program. */
	readonly onLender?: (lend: (work: () => Promise<void>) => Promise<void>) => void;
}) {
	const state = useSyncExternalStore(store.subscribe, store.state);
	const {suspendTerminal} = useApp();
	useEffect(() => {
		onLender?.(async work => suspendTerminal(work));
	}, [onLender, suspendTerminal]);
	const {columns, rows} = useWindowSize();
	useEffect(() => {
		store.send({type: 'resized', size: {columns, rows}});
	}, [store, columns, rows]);
	useInput((input, key) => {
		for (const pressed of keysOf(input, key)) {
			store.send({type: 'key', key: pressed});
		}
	});
	usePaste(text => {
		store.send({type: 'pasted', text});
	});
	// A frame for the old size would be cut off or wrapped by the terminal
	return <Screens state={{...state, size: {columns, rows}}} look={look} services={services} />;
}
