/** Takes the names out of mail addresses: what a log says of other people’s mail is nobody’s business. */
export function withoutMailboxes(text: string): string {
	return text.replaceAll(/[^\s<>()"',;:@]{1,64}@(?=[\w.-])/g, '…@');
}
