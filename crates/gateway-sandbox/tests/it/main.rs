//! Behaviour of the sandbox gateway through its public face.
