"""The nouns of the pipe, as frozen types: what each room hands to the next, a file for each stage.

    RawDelivery → SourceMessage → Normalised(Resource…) → TaggedResource → StoredVersion → Decision → Disclosed

Every room may know these and these know no room. What goes in knows none of the later stages, what goes out none of the
earlier ones; import contracts hold that.
"""
