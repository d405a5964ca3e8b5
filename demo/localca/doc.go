// Package localca makes a certificate authority (CA) for one run of the stack over https. The CA
// signs one certificate, for names of this machine, and its key is then discarded: nobody can sign a
// second one, not even this process. No private key is written to a file. Only the certificate of
// the CA is, so that other programs can trust it while the stack runs.
//
//	localca.go  New: the CA and the certificate of the servers
//	file.go     the file with the certificate of the CA
package localca
