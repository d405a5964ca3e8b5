// Package bundle makes a folder with everything that a classroom without a network needs: the
// quartet command for each operating system, the documentation, the labs, and the licences of what
// is in the binaries.
//
//	bundle.go    Make: all steps
//	build.go     the binaries
//	licences.go  licences of the modules in the binaries
//	copy.go      documentation, and the list of checksums
//	checkout.go  where the source is
package bundle
