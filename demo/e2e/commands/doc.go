// Package commands runs the programs in client/cmd as processes against the whole stack. A
// scripted browser plays the user.
package commands
