// Package forged tests that our resource server refuses each forged token of the control API by the check
// that is about its flaw, and accepts the same token without the flaw.
package forged
