/** Who is who on the wires of these tests. All addresses are of the ranges kept for documentation. */
export const clientAddress = '192.0.2.10';
/** A second address of the client’s machine: somebody whom no fix may let in. */
export const strangerAddress = '192.0.2.99';
export const resolverAddress = '192.0.2.53';
/** In the client’s network, and no machine has it. */
export const nobodysAddress = '192.0.2.77';
export const serverAddress = '198.51.100.25';
export const serverAddress6 = '2001:db8:2::25';
/** The machine of `secondName`: another MX host, or the server before it was moved. */
export const secondAddress = '203.0.113.26';

export const serverName = 'mail.example.test';
export const secondName = 'mx2.example.test';
export const clientName = 'app.example.test';
