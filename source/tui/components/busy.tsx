import Spinner from 'ink-spinner';

/**
 * The one spinner. It has a timer of its own, so it is on the screen only where something has been
 * waited for; an idle screen has none and writes nothing.
 */
export function Busy({ascii}: {readonly ascii: boolean}) {
	return <Spinner type={ascii ? 'line' : 'dots'} />;
}
