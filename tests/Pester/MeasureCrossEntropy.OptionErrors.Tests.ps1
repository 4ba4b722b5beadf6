# What has no meaning is refused, and what may mean something else is named.
BeforeDiscovery { . $PSScriptRoot/Common.ps1 }

Describe 'Options that have no meaning' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        $rows = (0.2, 0.3, 0.5), (0.1, 0.6, 0.3)
        $outputs = (0.2, 0.7), (0.4, 0.9)
    }

    It 'nothing for <What> says what it is' -ForEach @(
        @{ What = 'a path'; Says = "'Path'. It is empty text. Give a value, or leave"; Run = { Measure-CrossEntropy -Path '' -TargetColumn y -PredictionColumn p } }
        @{ What = 'a path of tensors'; Says = "'TargetPath'. It is `$null. Give a value, or leave the parameter out. A variable or property that is not there, because its name is misspelt"; Run = { Measure-CrossEntropy -TargetPath $noSuchVariable -PredictionPath p.npy } }
        @{ What = 'a column'; Says = "'PredictionColumn'. Value 1 of 2, counted from 0, is `$null"; Run = { Measure-CrossEntropy -Path x.csv -TargetColumn y -PredictionColumn p0, $null } }
        @{ What = 'a property'; Says = "'TargetProperty'. It is empty text"; Run = { [pscustomobject]@{ p = 0.5 } | Measure-CrossEntropy -TargetProperty '' -PredictionProperty p } }
        @{ What = 'one class of two'; Says = "'Class'. Value 1 of 2, counted from 0, is empty text"; Run = { Measure-CrossEntropy 1, 2 $rows -Class a, '' } }
        @{ What = 'all classes'; Says = "'Class'. It is an empty list"; Run = { Measure-CrossEntropy 1, 2 $rows -Class @() } }
        @{ What = 'a label'; Says = "'Label'. It is `$null"; Run = { Measure-CrossEntropy 1, 2 $rows -Label $noSuchVariable } }
        @{ What = 'the name of a loss'; Says = "'Name'. It is empty text"; Run = { Register-LossFunction '' { 1 } } }
    ) {
        $Run | Should -Throw -ErrorId 'ParameterArgumentValidationError*' -ExpectedMessage "*$Says*"
    }

    It '<What> is <Id>' -ForEach @(
        @{ What = 'logits and log-probabilities'; Id = 'OptionNotSupported'; Says = '-FromLogits and -FromLogProbability'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -FromLogProbability } }
        @{ What = 'log-probabilities for Keras'; Id = 'OptionNotSupported'; Says = 'Keras3.*log-probabilities'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogProbability -Convention Keras3 } }
        @{ What = 'logits for scikit-learn'; Id = 'OptionNotSupported'; Says = 'ScikitLearn.*logits'; Remedy = 'ConvertTo-Probability'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -Convention ScikitLearn } }
        @{ What = 'binary probabilities for Optax'; Id = 'OptionNotSupported'; Says = 'Optax.*binary.*probabilities'; Remedy = '-FromLogits.*Sigmoid'; Run = { Measure-CrossEntropy 1, 0 0.5, 0.6 -Convention Optax } }
        @{ What = 'class probabilities for ONNX'; Id = 'OptionNotSupported'; Says = 'Onnx.*probabilities'; Remedy = '-FromLogits or -FromLogProbability'; Run = { Measure-CrossEntropy 1, 2 $rows -Convention Onnx } }
        @{ What = 'a binary loss of ONNX'; Id = 'OptionNotSupported'; Says = 'Onnx has no binary'; Run = { Measure-CrossEntropy 1, 0 0.5, 0.6 -Convention Onnx -FromLogits } }
        @{ What = 'a denominator of another name'; Id = 'ParameterOutOfRange'; Says = "Denominator is 'Samples'.*WeightSum.*number"; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator Samples } }
        @{ What = 'the denominator Number'; Id = 'ParameterOutOfRange'; Says = "'Number'"; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator Number } }
        @{ What = 'a denominator of 0'; Id = 'ParameterOutOfRange'; Says = 'Denominator is 0'; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator 0 } }
        @{ What = '$null as denominator'; Id = 'ParameterOutOfRange'; Says = 'Denominator is \$null'; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator $null } }
        @{ What = 'a denominator of a sum'; Id = 'OptionNotSupported'; Says = 'mean'; Run = { Measure-CrossEntropy 1, 2 $rows -Denominator Valid -Reduction Sum } }
        @{ What = 'a batch size of losses that are kept'; Id = 'OptionNotSupported'; Says = 'batch size'; Run = { Measure-CrossEntropy 1, 2 $rows -BatchSize 2 -Reduction None } }
        @{ What = 'a batch size of 0'; Id = 'ParameterOutOfRange'; Says = 'BatchSize is 0'; Run = { Measure-CrossEntropy 1, 2 $rows -BatchSize 0 } }
        @{ What = 'too few class weights'; Id = 'ClassWeightCountMismatch'; Says = 'ClassWeight has 2 values where 3'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight 1, 2 } }
        @{ What = 'no class weights'; Id = 'EmptyInput'; Says = 'ClassWeight: there are no values'; Remedy = 'one value'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @() } }
        @{ What = 'a matrix of class weights'; Id = 'ShapeMismatch'; Says = 'ClassWeight.*\(2, 2\)'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @((1, 2), (3, 4)) } }
        @{ What = 'a class weight below 0'; Id = 'ParameterOutOfRange'; Says = 'ClassWeight is -1'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight 1, -1, 2 } }
        @{ What = 'a class weight that is text'; Id = 'NonNumericValue'; Says = "ClassWeight.*'high'.*1"; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight 1, high, 2 } }
        @{ What = 'a class weight by label that is text'; Id = 'NonNumericValue'; Says = "ClassWeight.*'high'.*class 1"; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 1 = 'high' } } }
        @{ What = 'a class weight by label that is missing'; Id = 'NullValue'; Says = 'ClassWeight.*class 1'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 1 = $null } } }
        @{ What = '$null as class weights'; Id = 'NullValue'; Says = 'ClassWeight'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight $null } }
        @{ What = 'a class weight of a class that is not there'; Id = 'ParameterOutOfRange'; Says = 'ClassWeight is 3.*0, 1, 2'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 3 = 2 } } }
        @{ What = 'a class weight of a label that is not there'; Id = 'ParameterOutOfRange'; Says = "ClassWeight is 'cow'.*a, b, c"; Run = { Measure-CrossEntropy a, b $rows -Class a, b, c -ClassWeight @{ cow = 2 } } }
        @{ What = 'two class weights of a class'; Id = 'ParameterOutOfRange'; Says = 'class 1'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 1 = 2; '1.0' = 3 } } }
        @{ What = 'class weights by text without an order'; Id = 'ClassOrderUnknown'; Says = 'cat'; Remedy = '-Class'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ cat = 2 } } }
        @{ What = 'class weights of several outputs'; Id = 'OptionNotSupported'; Says = '2 outputs'; Remedy = '-SampleWeight'; Run = { Measure-CrossEntropy @((1, 0), (1, 1)) $outputs -Kind Binary -ClassWeight 1, 2 } }
        @{ What = 'class weights by label of several outputs'; Id = 'OptionNotSupported'; Says = '2 outputs'; Run = { Measure-CrossEntropy @((1, 0), (1, 1)) $outputs -Kind Binary -ClassWeight @{ 1 = 2 } } }
        @{ What = 'a positive weight for probabilities'; Id = 'OptionNotSupported'; Says = 'positive weight'; Remedy = '-FromLogits'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.3 -PositiveWeight 2 } }
        @{ What = 'a positive weight of classes'; Id = 'OptionNotSupported'; Says = 'positive weight'; Remedy = '-ClassWeight'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -PositiveWeight 2 } }
        @{ What = 'too many positive weights'; Id = 'ClassWeightCountMismatch'; Says = 'PositiveWeight has 3 values'; Run = { Measure-CrossEntropy @((1, 0), (1, 1)) $outputs -Kind Binary -FromLogits -PositiveWeight 1, 2, 3 } }
        @{ What = 'a smoothing above 1'; Id = 'ParameterOutOfRange'; Says = 'LabelSmoothing is 1\.5'; Run = { Measure-CrossEntropy 1, 2 $rows -LabelSmoothing 1.5 } }
        @{ What = 'a gamma below 0'; Id = 'ParameterOutOfRange'; Says = 'FocalGamma is -1'; Run = { Measure-CrossEntropy 1, 2 $rows -FocalGamma -1 } }
        @{ What = 'a binary alpha above 1'; Id = 'ParameterOutOfRange'; Says = 'FocalAlpha is 2'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.3 -FocalAlpha 2 } }
        @{ What = 'an alpha for each of fewer classes'; Id = 'ClassWeightCountMismatch'; Says = 'FocalAlpha has 2'; Run = { Measure-CrossEntropy 1, 2 $rows -FocalAlpha 0.2, 0.3 } }
        @{ What = 'an ignored label of one-hot targets'; Id = 'OptionNotSupported'; Says = 'class numbers'; Run = { Measure-CrossEntropy @((0, 1, 0), (0, 0, 1)) $rows -IgnoreClass 1 } }
        @{ What = 'an ignored label of binary targets'; Id = 'OptionNotSupported'; Says = 'class numbers'; Run = { Measure-CrossEntropy 1, 0 0.9, 0.3 -IgnoreClass 1 } }
        @{ What = 'an ignored label that is a fraction'; Id = 'ParameterOutOfRange'; Says = 'IgnoreClass is 1\.5'; Run = { Measure-CrossEntropy 1, 2 $rows -IgnoreClass 1.5 } }
        @{ What = 'an ignored text among numbers'; Id = 'ParameterOutOfRange'; Says = "IgnoreClass is 'none'"; Run = { Measure-CrossEntropy 1, 2 $rows -IgnoreClass none } }
        @{ What = '$null as ignored label'; Id = 'ParameterOutOfRange'; Says = 'IgnoreClass is \$null'; Run = { Measure-CrossEntropy 1, 2 $rows -IgnoreClass $null } }
        @{ What = 'nothing to average with -WhenAllIgnored Error'; Id = 'AllSamplesIgnored'; Says = 'All 2 samples'; Remedy = '-WhenAllIgnored'; Run = { Measure-CrossEntropy 1, 1 $rows -IgnoreClass 1 -WhenAllIgnored Error } }
        @{ What = 'nothing to average for scikit-learn'; Id = 'AllSamplesIgnored'; Says = 'denominator'; Run = { Measure-CrossEntropy 1, 1 $rows -SampleWeight 0, 0 -Convention ScikitLearn } }
        @{ What = 'a temperature for probabilities'; Id = 'OptionNotSupported'; Says = 'temperature'; Remedy = '-FromLogits'; Run = { Measure-CrossEntropy 1, 2 $rows -Temperature 2 } }
        @{ What = 'a temperature of 0'; Id = 'ParameterOutOfRange'; Says = 'Temperature is 0'; Run = { Measure-CrossEntropy 1, 2 $rows -FromLogits -Temperature 0 } }
        @{ What = 'q above 1'; Id = 'ParameterOutOfRange'; Says = 'GeneralizedQ is 2'; Run = { Measure-CrossEntropy 1, 2 $rows -Q 2 } }
        @{ What = 'poly-1 and generalised'; Id = 'OptionNotSupported'; Says = 'Poly-1'; Run = { Measure-CrossEntropy 1, 2 $rows -Q 0.5 -PolyEpsilon 1 } }
        @{ What = 'an epsilon for generalised'; Id = 'OptionNotSupported'; Says = 'clips nothing'; Run = { Measure-CrossEntropy 1, 2 $rows -Q 0.5 -Epsilon 1e-7 } }
        @{ What = 'a gradient of records'; Id = 'OptionNotSupported'; Says = 'single samples'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Gradient } }
        @{ What = 'a gradient beside -Raw'; Id = 'OptionNotSupported'; Says = '-Raw.*-Gradient'; Run = { Measure-CrossEntropy 1, 2 $rows -Gradient -Raw } }
        @{ What = 'details beside -Raw'; Id = 'OptionNotSupported'; Says = '-Raw.*-Detailed'; Run = { Measure-CrossEntropy 1, 2 $rows -Detailed -Raw } }
        @{ What = 'weights of an array for a CSV file'; Id = 'OptionNotSupported'; Says = 'CSV files.*column'; Remedy = '-WeightColumn'; Run = { Measure-CrossEntropy -Path "$repository/README.md" -TargetColumn y -PredictionColumn p -SampleWeight 1, 2 } }
        @{ What = 'weights of an array for piped files'; Id = 'OptionNotSupported'; Says = 'CSV files.*column'; Remedy = '-WeightColumn'; Run = { Get-Item "$repository/README.md" | Measure-CrossEntropy -TargetColumn y -PredictionColumn p -SampleWeight 1, 2 } }
        @{ What = 'weights of an array for files of tensors'; Id = 'OptionNotSupported'; Says = 'tensors.*files'; Remedy = '-WeightPath'; Run = { Measure-CrossEntropy -TargetPath a.npy -PredictionPath b.npy -SampleWeight 1, 2 } }
        @{ What = 'weights of an array for files of tensors named as they are'; Id = 'OptionNotSupported'; Says = 'tensors.*files'; Remedy = '-WeightLiteralPath'; Run = { Measure-CrossEntropy -TargetLiteralPath a.npy -PredictionLiteralPath b.npy -SampleWeight 1, 2 } }
        @{ What = 'weights of an array for records'; Id = 'OptionNotSupported'; Says = 'records.*property'; Remedy = '-WeightProperty'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -SampleWeight 1, 2 } }
        @{ What = 'a column of weights for arrays'; Id = 'OptionNotSupported'; Says = 'WeightColumn.*CSV files.*arrays'; Remedy = '-SampleWeight'; Run = { Measure-CrossEntropy 1, 2 $rows -WeightColumn w } }
        @{ What = 'a property of weights for piped arrays'; Id = 'OptionNotSupported'; Says = 'WeightProperty.*records.*arrays'; Remedy = '-SampleWeight'; Run = { $rows | Measure-CrossEntropy 1, 2 -WeightProperty w } }
        @{ What = 'a column of weights for records'; Id = 'OptionNotSupported'; Says = 'WeightColumn.*CSV files.*records'; Remedy = '-WeightProperty'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -WeightColumn w } }
        @{ What = 'a file of weights for arrays'; Id = 'OptionNotSupported'; Says = 'WeightPath.*files of tensors.*arrays'; Remedy = '-SampleWeight'; Run = { Measure-CrossEntropy 1, 2 $rows -WeightPath w.npy } }
        @{ What = 'a file of weights for a CSV file'; Id = 'OptionNotSupported'; Says = 'WeightPath.*files of tensors.*CSV files'; Remedy = '-WeightColumn'; Run = { Measure-CrossEntropy -Path "$repository/README.md" -TargetColumn y -PredictionColumn p -WeightPath w.npy } }
        @{ What = 'a file of weights with wildcards beside files without'; Id = 'OptionNotSupported'; Says = 'WeightPath.*named as they are'; Remedy = '-WeightLiteralPath'; Run = { Measure-CrossEntropy -TargetLiteralPath a.npy -PredictionLiteralPath b.npy -WeightPath w.npy } }
        @{ What = 'a result for each file of arrays'; Id = 'OptionNotSupported'; Says = 'PerFile.*arrays are in none'; Remedy = '-GroupBy'; Run = { Measure-CrossEntropy 1, 2 $rows -PerFile } }
        @{ What = 'a result for each file of records'; Id = 'OptionNotSupported'; Says = 'PerFile.*records are in none'; Remedy = '-GroupBy'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -PerFile } }
        @{ What = 'groups of arrays'; Id = 'OptionNotSupported'; Says = 'GroupBy.*arrays have neither'; Remedy = '-TargetProperty'; Run = { Measure-CrossEntropy 1, 2 $rows -GroupBy site } }
        @{ What = 'groups of tensors in files'; Id = 'OptionNotSupported'; Says = 'GroupBy.*files of tensors have neither'; Remedy = '-TargetProperty'; Run = { Measure-CrossEntropy -TargetPath a.npy -PredictionPath b.npy -GroupBy site } }
        @{ What = 'a delimiter for arrays'; Id = 'OptionNotSupported'; Says = 'Delimiter.*CSV files.*arrays have none'; Remedy = 'Leave out'; Run = { Measure-CrossEntropy 1, 2 $rows -Delimiter ';' } }
        @{ What = 'a delimiter for records'; Id = 'OptionNotSupported'; Says = 'Delimiter.*CSV files.*records have none'; Remedy = 'Import-Csv'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Delimiter ';' } }
        @{ What = 'a delimiter for files of tensors'; Id = 'OptionNotSupported'; Says = 'Delimiter.*files of tensors have none'; Remedy = 'Leave out'; Run = { Measure-CrossEntropy -TargetPath a.npy -PredictionPath b.npy -Delimiter ';' } }
        @{ What = 'the key of a tensor for arrays'; Id = 'OptionNotSupported'; Says = 'TargetKey.*tensor in files.*arrays have no keys'; Remedy = '-TargetPath and -PredictionPath'; Run = { Measure-CrossEntropy 1, 2 $rows -TargetKey y } }
        @{ What = 'the key of a tensor for piped arrays'; Id = 'OptionNotSupported'; Says = 'PredictionKey.*tensor in files.*arrays have no keys'; Remedy = '-TargetPath and -PredictionPath'; Run = { $rows | Measure-CrossEntropy 1, 2 -PredictionKey y } }
        @{ What = 'the key of weights for records'; Id = 'OptionNotSupported'; Says = 'WeightKey.*tensor in files.*records have no keys'; Remedy = '-TargetPath and -PredictionPath'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -WeightKey y } }
        @{ What = 'the key of a tensor for a CSV file'; Id = 'OptionNotSupported'; Says = 'TargetKey.*tensor in files.*CSV files have no keys'; Run = { Measure-CrossEntropy -Path "$repository/README.md" -TargetColumn y -PredictionColumn p -TargetKey y } }
        @{ What = 'the key of weights without files of weights'; Id = 'OptionNotSupported'; Says = 'WeightKey.*no files of weights'; Remedy = '-WeightPath'; Run = { Measure-CrossEntropy -TargetPath "$repository/examples/data/digits/labels.npy" -PredictionPath "$repository/examples/data/digits/logits.npy" -WeightKey w } }
        @{ What = 'a result for each file beside groups'; Id = 'OptionNotSupported'; Says = '-PerFile.*-GroupBy'; Run = { Measure-CrossEntropy -Path "$repository/README.md" -TargetColumn y -PredictionColumn p -PerFile -GroupBy site } }
        @{ What = 'groups by a script'; Id = 'PropertyNotFound'; Says = '\$_\.y'; Remedy = 'Select-Object'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -GroupBy { $_.y } } }
        @{ What = 'groups by an empty script'; Id = 'ParameterOutOfRange'; Says = 'GroupBy'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -GroupBy {} } }
        @{ What = 'a script for a property'; Id = 'PropertyNotFound'; Says = '\$_\.y'; Remedy = 'Select-Object'; Run = { [pscustomobject]@{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty { $_.y } -PredictionProperty p } }
        @{ What = 'positions beyond the columns'; Id = 'ColumnNotFound'; Says = 'no column at position 1\.\.9; it has y, p, q\.$'; Remedy = 'positions up to 2, or names'; Run = { Set-Content TestDrive:/x.csv 'y,p,q', '1,0.9,0.1'; Measure-CrossEntropy -Path TestDrive:/x.csv -TargetColumn y -PredictionColumn 1..9 } }
        @{ What = 'a convention of another name'; Id = 'ParameterOutOfRange'; Says = "'caffe'.*MLNet"; Run = { Measure-CrossEntropy 1, 2 $rows -Convention caffe } }
    ) {
        $failure = Get-Failure $Run
        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,LossCmdlets.Commands.MeasureCrossEntropyCommand"
        $failure.Exception.Message | Should -Match $Says
        $failure.ErrorDetails.RecommendedAction | Should -Match ($_.Remedy ?? '\w+ .*\.$')
    }

    It 'say what to type in the place of -<Parameter> <Value>' -ForEach @(
        @{ Parameter = 'LabelSmoothing'; Value = 10; Remedy = 'Give the share that is spread over all classes: -LabelSmoothing 0.1 for a tenth.' }
        @{ Parameter = 'BatchSize'; Value = 0; Remedy = 'Give the samples of a batch, as in -BatchSize 32; without it the mean is that of all.' }
        @{ Parameter = 'Epsilon'; Value = 1; Remedy = 'Give a small number, as in -Epsilon 1e-7, or -Epsilon 0 for no clip; without it the convention''s own is taken.' }
        @{ Parameter = 'FocalGamma'; Value = -1; Remedy = 'Give a power, most often -FocalGamma 2; with -FocalGamma 0 easy samples count in full.' }
        @{ Parameter = 'FocalAlpha'; Value = -1; Remedy = 'Give the weight of what is positive, most often -FocalAlpha 0.25, or one for each class.' }
        @{ Parameter = 'PolyEpsilon'; Value = [double]::NaN; Remedy = 'Give what 1 - p is multiplied by, most often -PolyEpsilon 1.' }
        @{ Parameter = 'GeneralizedQ'; Value = 2; Remedy = 'Give a power, most often -GeneralizedQ 0.7: near 0 the loss is cross-entropy, and at 1 it is 1 - p.' }
        @{ Parameter = 'Denominator'; Value = 0; Remedy = 'Leave out -Denominator to divide by what the convention does, or give how many losses there are.' }
        @{ Parameter = 'Denominator'; Value = 'weigthsum'; Remedy = 'Choose WeightSum, or another of those that there are.' }
        @{ Parameter = 'Denominator'; Value = 'Samples'; Remedy = 'Give one of the names, most often WeightSum, or a number such as 100.' }
        @{ Parameter = 'ThrottleLimit'; Value = -1; Remedy = 'Leave out -ThrottleLimit to use all cores; -ThrottleLimit 1 uses one.' }
        @{ Parameter = 'ClassWeight'; Value = 1, -1, 1; Remedy = 'Give weights of 0 and more; 0 leaves the losses of a class out of the sum.' }
        @{ Parameter = 'Axis'; Value = 2; Remedy = 'Count the axes from 0, or from the last with -Axis -1.' }
        @{ Parameter = 'Convention'; Value = 'x'; Remedy = 'Choose by what the framework is called; Get-CrossEntropyConvention tells whose formula each is.' }
        @{ Parameter = 'IgnoreClass'; Value = 1.5; Remedy = 'Give one label, as the targets have it: -IgnoreClass -1, or -IgnoreClass unknown.' }
    ) {
        $options = @{ $parameter = $value }
        $failure = Get-Failure { Measure-CrossEntropy 1, 2 $rows @options }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterOutOfRange,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeExactly $remedy
    }

    It 'say what to type in the place of others: <Remedy>' -ForEach @(
        @{ Remedy = 'Leave out -Temperature to take logits as they are; -Temperature 2 makes probabilities more alike, -Temperature 0.5 less.'; Run = { ConvertTo-Probability 1, 2 -Temperature 0 } }
        @{ Remedy = 'Give weights of 0 and more, most often how many negative targets there are for a positive one.'; Run = { Measure-CrossEntropy 1 2 -FromLogits -PositiveWeight -1 } }
        @{ Remedy = 'Where the square ends. Left out, it is 1.'; Run = { Measure-Loss Huber 1 2 -Delta 0 } }
        @{ Remedy = 'How far on the right side costs nothing; 0 gives the perceptron''s loss. Left out, it is 1.'; Run = { Measure-Loss Hinge 1 2 -Margin -1 } }
        @{ Remedy = 'Exchange -Minimum and -Maximum, or leave out one of them.'; Run = { Assert-CrossEntropy 1 0.5 -Minimum 2 -Maximum 1 } }
        @{ Remedy = 'Give how far the loss may be from -Expected on either side, as in -Tolerance 0.001.'; Run = { Assert-CrossEntropy 1 0.5 -Expected 0.7 -Tolerance -1 } }
        @{ Remedy = "Give the mark that stands between the cells: -Delimiter ';', or -Delimiter `"``t`" for a tab."; Run = { Import-Tensor $repository/examples/data/digits/predictions.csv -Delimiter 5 -ErrorAction Stop } }
        @{ Remedy = 'Name the classes as the labels do; one that is not named weighs 1.'; Run = { Measure-CrossEntropy 1, 2 $rows -ClassWeight @{ 7 = 1 } } }
        @{ Remedy = 'Complete the id with Tab, or give a part of it with wildcards, as *Weight; Get-Help Test-CrossEntropyInput lists the rules.'; Run = { Test-CrossEntropyInput 1, 2 $rows -Rule Weights } }
        @{ Remedy = 'Give the digits that were printed, with a decimal point and without a unit.'; Run = { Compare-CrossEntropyConvention 1 0.5 -Reference abc } }
    ) {
        (Get-Failure $Run).ErrorDetails.RecommendedAction | Should -BeExactly $remedy
    }

    It 'are none where a switch is turned off' {
        Measure-CrossEntropy 1, 0 0.9, 0.2 -PerFile:$false -Raw | Should -BeOfType double
    }

    It 'of two ways in are told apart: <What>' -ForEach @(
        @{ What = 'properties for files'; Says = '-Path is for CSV files, and -TargetProperty for records. Of CSV files give -TargetColumn and -PredictionColumn'; Run = { Measure-CrossEntropy -Path a.csv -TargetProperty y -PredictionProperty p } }
        @{ What = 'files after properties'; Says = '-PredictionProperty is for records, and -Path for CSV files*of CSV files -TargetColumn and -PredictionColumn'; Run = { Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Path a.csv } }
        @{ What = 'columns beside properties'; Says = '-PredictionColumn for CSV files'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionColumn p } }
        @{ What = 'an array for a file of targets'; Says = '-Prediction for arrays. Of files of tensors give -TargetPath and -PredictionPath'; Run = { Measure-CrossEntropy -TargetPath a.npy -Prediction 0.5 } }
        @{ What = 'of another loss'; Says = '-PredictionPath for files of tensors'; Run = { Measure-Loss mse -Target 1 -PredictionPath a.npy } }
        @{ What = 'of an assertion'; Says = '-PredictionPath for files of tensors'; Run = { Assert-CrossEntropy -Target 1 -PredictionPath a.npy -Maximum 1 } }
    ) {
        (Get-Failure $Run).Exception.Message | Should -BeLike "*$Says*"
    }

    It '-<Parameter> <Value> is no number' -ForEach @(
        foreach ($name in 'LabelSmoothing', 'FocalGamma', 'Epsilon', 'Temperature', 'PolyEpsilon', 'GeneralizedQ', 'BatchSize', 'Axis', 'ThrottleLimit') {
            foreach ($value in $null, '', '0,5', '0x1', $true) { @{ Parameter = $name; Value = $value } }
        }
        @{ Parameter = 'BatchSize'; Value = 2.5 }
        @{ Parameter = 'BatchSize'; Value = 2, 5 }
    ) {
        $options = @{ $parameter = $value }
        (Get-Failure { Measure-CrossEntropy 1, 2 $rows @options }).Exception.Message | Should -Match "$parameter is .*; it must be (a|a whole|one) number"
    }

    It '-LabelSmoothing <_> says what parts the digits' -ForEach '0,1', '10%' {
        (Get-Failure { Measure-CrossEntropy 1, 2 $rows -LabelSmoothing $_ }).Exception.Message | Should -BeLike "*LabelSmoothing is '$_'; it must be one number, with a decimal point as in 0.1. Give numbers with*"
    }

    It 'shows several numbers in the place of one' {
        (Get-Failure { Measure-CrossEntropy 1, 2 $rows -LabelSmoothing 0, 1 }).Exception.Message | Should -BeLike "*LabelSmoothing is '0, 1'; it must be one number, with a decimal point as in 0.1."
    }

    It 'takes no number for the character that has it' {
        (Get-Failure { Import-Tensor $repository/examples/data/digits/predictions.csv -Delimiter 5 -ErrorAction Stop }).Exception.Message | Should -BeLike "Delimiter is '5'; it must be an ASCII character that is no letter, digit*"
    }

    It '<Command> -<Parameter> takes one name' -ForEach @(
        foreach ($command in Get-Command -Module CrossEntropy) {
            foreach ($parameter in $command.Parameters.Values) {
                if ($parameter.ParameterType.IsEnum -and $parameter.ParameterType.Namespace -like 'LossCmdlets*') { @{ Command = $command.Name; Parameter = $parameter.Name; Type = $parameter.ParameterType } }
            }
        }
    ) {
        # PowerShell makes the one of 3 of those of 1 and 2.
        $names = [enum]::GetNames($type)[0, 1]
        foreach ($given in $names, ($names -join ',')) {
            $options = @{ $parameter = $given }
            (Get-Failure { & $command @options }).Exception.Message | Should -Match "$parameter is '$($names -join ', ')'; it must be one name"
        }
    }

    It '<Command> -<Parameter> says which names there are, and which was meant' -ForEach @(
        foreach ($command in Get-Command -Module CrossEntropy) {
            foreach ($parameter in $command.Parameters.Values) {
                if ($parameter.ParameterType.IsEnum -and $parameter.ParameterType.Namespace -like 'LossCmdlets*') { @{ Command = $command.Name; Parameter = $parameter.Name; Names = [enum]::GetNames($parameter.ParameterType) } }
            }
        }
    ) {
        $list = $names -join ', '
        foreach ($name in $names) {
            $options = @{ $parameter = "$($name[0])x$($name.Substring(1))" }
            (Get-Failure { & $command @options }).Exception.Message | Should -BeLike "*$parameter is '$($options[$parameter])'; it must be one of $list. Choose $name, or another of these."
        }
        foreach ($given in @{ Value = $null; Shown = '$null' }, @{ Value = ''; Shown = "''" }, @{ Value = 'qqqqqqqqqq'; Shown = "'qqqqqqqqqq'" }) {
            $options = @{ $parameter = $given.Value }
            (Get-Failure { & $command @options }).Exception.Message | Should -BeLike "*$parameter is $($given.Shown); it must be one of $list. Choose one of these."
        }
        $line = "$command -$parameter "
        $completed = $command -eq 'Compare-CrossEntropyConvention' -and $parameter -eq 'Reduction' ? ('Mean', 'Sum') : $names
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object | Should -Be ($completed | Sort-Object)
    }

    It 'a type is named as files and tensors have it: <Given>' -ForEach @{ Given = 'double'; Meant = 'Float64' }, @{ Given = 'float'; Meant = 'Float32' }, @{ Given = 'int'; Meant = 'Int32' }, @{ Given = 'Byte'; Meant = 'UInt8' } {
        (Get-Failure { 1 | Export-Tensor TestDrive:/no.npy -DataType $given }).Exception.Message | Should -BeLike "*. Choose $meant, or another of these."
        (Get-Failure { Measure-CrossEntropy 1 0.5 -DataType long }).Exception.Message | Should -BeLike '*. Choose one of these.'
    }

    It 'another word for a name is named by it: <Word>' -ForEach @(
        @{ Word = 'avg'; Parameter = 'Reduction'; Meant = 'Mean' }
        @{ Word = 'sum_over_batch_size'; Parameter = 'Reduction'; Meant = 'Mean' }
        @{ Word = 'SUM_BY_NONZERO_WEIGHTS'; Parameter = 'Reduction'; Meant = 'Mean' }
        @{ Word = 'batchmean'; Parameter = 'Reduction'; Meant = 'Mean' }
        @{ Word = 'multilabel'; Parameter = 'Kind'; Meant = 'Binary' }
        @{ Word = 'multi-label'; Parameter = 'Kind'; Meant = 'Binary' }
        @{ Word = 'multi class'; Parameter = 'Kind'; Meant = 'Categorical' }
        @{ Word = 'sparse_categorical_crossentropy'; Parameter = 'Kind'; Meant = 'Sparse' }
        @{ Word = 'f32'; Parameter = 'DataType'; Meant = 'Float32' }
        @{ Word = 'fp64'; Parameter = 'DataType'; Meant = 'Float64' }
        @{ Word = 'Float16'; Parameter = 'DataType'; Meant = 'Float32' }
        @{ Word = 'half'; Parameter = 'DataType'; Meant = 'Float32' }
        @{ Word = 'bfloat16'; Parameter = 'DataType'; Meant = 'Float32' }
        @{ Word = 'throw'; Parameter = 'WhenAllIgnored'; Meant = 'Error' }
    ) {
        $options = @{ $parameter = $word }
        (Get-Failure { Measure-CrossEntropy 1 0.5 @options }).Exception.Message | Should -BeLike "*. Choose $meant, or another of these."
    }

    It 'another word is named by the name that the parameter has: <Word> of <Parameter>' -ForEach @(
        @{ Word = 'f16'; Parameter = 'DataType'; Meant = 'Float16'; Call = { 1 | Export-Tensor TestDrive:/no.npy -DataType f16 } }
        @{ Word = 'i64'; Parameter = 'DataType'; Meant = 'Int64'; Call = { 1 | Export-Tensor TestDrive:/no.npy -DataType i64 } }
        @{ Word = 'numpy'; Parameter = 'Format'; Meant = 'Npy'; Call = { 1 | Export-Tensor TestDrive:/no.npy -Format numpy } }
        @{ Word = 'logistic'; Parameter = 'Activation'; Meant = 'Sigmoid'; Call = { ConvertTo-Probability 1, 2 -Activation logistic } }
        @{ Word = 'sum_by_nonzero_weights'; Parameter = 'Denominator'; Meant = 'NonZeroWeights'; Call = { Measure-CrossEntropy 1 0.5 -Denominator sum_by_nonzero_weights } }
        @{ Word = 'sum_over_batch_size'; Parameter = 'Denominator'; Meant = 'Elements'; Call = { Measure-CrossEntropy 1 0.5 -Denominator sum_over_batch_size } }
    ) {
        $failure = Get-Failure $call
        "$($failure.Exception.Message) $($failure.ErrorDetails.RecommendedAction)" | Should -Match "(Choose|Give) $meant,? or"
    }

    It 'no name at all is none of those that there are: <Call>' -ForEach @(
        foreach ($nothing in "''", '$null') {
            @{ Call = "Measure-CrossEntropy 1 0.5 -Convention $nothing"; Says = "Convention is ''; it must be one of TensorFlow" }
            @{ Call = "Compare-CrossEntropyConvention 1 0.5 -Convention $nothing"; Says = "Convention is ''; it must be one of TensorFlow" }
            @{ Call = "Measure-Loss mse 1 0.5 -Convention $nothing"; Says = "Convention is ''; it must be one of TensorFlow" }
            @{ Call = "Measure-Loss $nothing 1 0.5"; Says = "Name is ''; it must be one of the losses" }
            @{ Call = "Get-LossFunction $nothing"; Says = "Name is ''; it must be one of the losses" }
            @{ Call = "Get-CrossEntropyConvention $nothing"; Says = "Convention is ''; it must be one of TensorFlow" }
            @{ Call = "Test-CrossEntropyInput 1 0.5 -Rule $nothing"; Says = "Rule is ''; it must be the id of a rule" }
            @{ Call = "Test-CrossEntropyInput 1 0.5 -ExcludeRule $nothing"; Says = "ExcludeRule is ''; it must be the id of a rule" }
        }
    ) {
        $ErrorActionPreference = 'Stop'
        $failure = Get-Failure ([scriptblock]::Create($call))
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterOutOfRange,*'
        $failure.Exception.Message | Should -BeLike "$says*"
    }

    It 'a bracket that is not closed is no pattern: <Call>' -ForEach @(
        @{ Call = { Get-LossFunction '[' }; Says = "Name is '\['; it must be one of the losses" }
        @{ Call = { Get-LossFunction '*[a' }; Says = "Name is '\*\[a'; it must be one of the losses" }
        @{ Call = { Get-CrossEntropyConvention '[' }; Says = "Convention is '\['; it must be one of TensorFlow" }
        @{ Call = { Test-CrossEntropyInput 1 0.5 -Rule '[' }; Says = "Rule is '\['; it must be the id of a rule" }
    ) {
        $ErrorActionPreference = 'Stop'
        $failure = Get-Failure $call
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterOutOfRange,*'
        $failure.Exception.Message | Should -Match "^$says"
    }

    It 'a number in the place of a name says what comes first: <Given>' -ForEach @{ Given = 1 }, @{ Given = 0.5 }, @{ Given = '1' } {
        $failure = Get-Failure { Measure-Loss $given 1 $null }
        $failure.Exception.Message | Should -Match '^Name is .+; it must be the name of a loss, or a script block\.$'
        $failure.ErrorDetails.RecommendedAction | Should -Be 'Give the name first, then the targets and the predictions.'
    }

    It 'a whole number that is too large says what there is: <Call>' -ForEach @(
        @{ Call = { Measure-CrossEntropy 1 0.5 -BatchSize 99999999999 } }
        @{ Call = { Measure-CrossEntropy 1 0.5 -Axis 99999999999 } }
        @{ Call = { 1 | ConvertTo-OneHot -ClassCount 99999999999 } }
        @{ Call = { Measure-Accuracy 1 0.5 -K 99999999999 } }
    ) {
        (Get-Failure $call).Exception.Message | Should -BeLike '* is 99999999999; it must be a whole number from -2147483648 to 2147483647.'
    }

    It 'a path that can be none says so' {
        $failure = Get-Failure { Export-Tensor "$TestDrive/a`0.npy" 1 }
        $failure.Exception.Message | Should -BeLike '*cannot be written: no file can have this name.'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Correct the path*'
    }

    It 'a shape that came back wrong says how' {
        foreach ($case in @(, 99999999999, '*length 99999999999; lengths are whole numbers from 0 to 2147483647.'), @(, 1.5, '*length 1.5; lengths are whole numbers*'), @(, (, 2147483647 * 3), '*has more values than can be counted.')) {
            $tensor = [pscustomobject]@{ PSTypeName = 'Deserialized.LossCmdlets.Output.Tensor'; Shape = @($case[0]); Values = @(1) }
            (Get-Failure { Measure-CrossEntropy 1 $tensor }).Exception.Message | Should -BeLike $case[1]
        }
    }

    It 'say which number was meant by text' {
        (Get-Failure { Measure-Accuracy 1, 0 0.9, 0.2 -Threshold 50% }).Exception.Message | Should -BeLike '*Give numbers without a percent sign: 0.5 for 50%.'
        (Get-Failure { Measure-CrossEntropy 1 0.5 -LabelSmoothing '0,1' }).Exception.Message | Should -BeLike '*with a decimal point (0.1)*'
    }

    It 'a name is taken in any case, shortened, and as a value of its enumeration alone' {
        foreach ($given in 'binary', 'Bin', 1, [LossCmdlets.Output.Kind]::Binary) { (Measure-CrossEntropy 1, 0 0.9, 0.2 -Kind $given).Kind | Should -Be Binary }
        (Get-Failure { Measure-CrossEntropy 1, 0 0.9, 0.2 -Kind ([LossCmdlets.Output.Reduction]::Sum) }).Exception.Message | Should -BeLike "*Kind is 'Sum'; it must be one of *"
    }

    It '<Command> -<Parameter> takes one text' -ForEach @(
        foreach ($command in Get-Command -Module CrossEntropy) {
            foreach ($parameter in $command.Parameters.Values) {
                if ($parameter.ParameterType -in [string], [char] -and $parameter.Name -notin [Management.Automation.Cmdlet]::CommonParameters) { @{ Command = $command.Name; Parameter = $parameter.Name } }
            }
        }
    ) {
        # PowerShell says of several that a method is not supported.
        $options = @{ $parameter = 'x', 'y' }
        (Get-Failure { & $command @options }).Exception.Message | Should -Match "$parameter is 'x, y'; it must be one "
    }

    It 'leave the commas of a text alone' {
        (Measure-CrossEntropy 1 0.5 -Label 'a, b').Label | Should -Be 'a, b'
    }

    It 'a delimiter is one character: <Text>' -ForEach @{ Text = '\t' }, @{ Text = '' }, @{ Text = '; ' } {
        foreach ($read in { Import-Tensor a.csv -Delimiter $text }, { Measure-CrossEntropy -Path a.csv -TargetColumn y -PredictionColumn p -Delimiter $text }, { 1 | Export-Tensor "$TestDrive/a.csv" -Delimiter $text }) {
            (Get-Failure $read).Exception.Message | Should -Match "Delimiter is '$([regex]::Escape($text))'; it must be one character, such as ';', or `"``t`" for a tab"
        }
    }

    It 'say of several conventions who measures by them' {
        (Get-Failure { Measure-CrossEntropy 1, 2 $rows -Convention PyTorch, Keras3 }).Exception.Message | Should -Match "Convention is 'PyTorch, Keras3'; it must be one name; Compare-CrossEntropyConvention"
    }

    It 'say that a decimal comma makes two numbers' {
        (Get-Failure { Measure-CrossEntropy 1, 2 $rows -LabelSmoothing 0, 1 }).Exception.Message | Should -Match 'LabelSmoothing is .*; it must be one number, with a decimal point as in 0\.1'
        (Get-Failure { Compare-CrossEntropyConvention 1 0.5 -Reference 0, 69 }).Exception.Message | Should -Match 'Reference is .*; it must be one number, with a decimal point as in 0\.1'
    }
}

# A default is set once for all calls of a cmdlet, and is no reason to refuse those in which it has no meaning.
Describe 'Defaults of $PSDefaultParameterValues' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Parameter> is passed over for <What>' -ForEach @(
        foreach ($default in @{ WeightColumn = 'w' }, @{ WeightProperty = 'w' }, @{ WeightPath = 'w.npy' }, @{ GroupBy = 'site' }, @{ PerFile = $true }, @{ Delimiter = ';' }, @{ TargetKey = 'y' }, @{ WeightKey = 'w' }) {
            @{ Parameter = "$($default.Keys)"; Value = "$($default.Values)"; What = 'arrays'; Run = { Measure-CrossEntropy 1, 1 0.5, 0.5 -Convention Exact -Raw } }
            @{ Parameter = "$($default.Keys)"; Value = "$($default.Values)"; What = 'piped arrays'; Run = { 0.5, 0.5 | Measure-CrossEntropy 1, 1 -Convention Exact -Raw } }
        }
        foreach ($default in @{ SampleWeight = 2 }, @{ WeightColumn = 'w' }, @{ PerFile = $true }, @{ Delimiter = ';' }, @{ PredictionKey = 'p' }) {
            @{ Parameter = "$($default.Keys)"; Value = "$($default.Values)"; What = 'records'; Run = { @{ y = 1; p = 0.5 } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -Convention Exact -Raw } }
        }
    ) {
        $PSDefaultParameterValues = @{ "Measure-*:$parameter" = $parameter -eq 'PerFile' ? $true : $value }
        Assert-Near (& $run) ([Math]::Log(2)) 1e-15
    }

    It 'are used where they have a meaning' {
        $PSDefaultParameterValues = @{ 'Measure-CrossEntropy:GroupBy' = 'site' }
        (@{ y = 1; p = 0.5; site = 'a' }, @{ y = 1; p = 0.5; site = 'b' } | Measure-CrossEntropy -TargetProperty y -PredictionProperty p).Group | Should -Be a, b
    }

    It 'that are of another parameter do not excuse one that is typed' {
        $PSDefaultParameterValues = @{ 'Measure-CrossEntropy:WeightColumn' = 'w'; 'Measure-Loss:GroupBy' = 'site' }
        (Get-Failure { Measure-CrossEntropy 1 0.5 -GroupBy site }).FullyQualifiedErrorId | Should -BeLike 'OptionNotSupported,*'
    }

    It 'do not excuse one that is typed as well: <What>' -ForEach @(
        @{ What = 'with its name'; Run = { Measure-CrossEntropy 1 0.5 -GroupBy place } }
        @{ What = 'with the beginning of its name'; Run = { Measure-CrossEntropy 1 0.5 -Gro place } }
        @{ What = 'in what is splatted'; Run = { $call = @{ GroupBy = 'place' }; Measure-CrossEntropy 1 0.5 @call } }
        @{ What = 'in what a function passes on'; Run = { function Measure-Own($GroupBy) { Measure-CrossEntropy 1 0.5 @PSBoundParameters }; Measure-Own place } }
    ) {
        $PSDefaultParameterValues = @{ 'Measure-CrossEntropy:GroupBy' = 'site' }
        (Get-Failure $run).FullyQualifiedErrorId | Should -BeLike 'OptionNotSupported,*'
    }

    It 'that are disabled do not excuse one that is typed' {
        $PSDefaultParameterValues = @{ 'Measure-CrossEntropy:GroupBy' = 'site'; Disabled = $true }
        (Get-Failure { Measure-CrossEntropy 1 0.5 -GroupBy site }).FullyQualifiedErrorId | Should -BeLike 'OptionNotSupported,*'
    }

    It 'that say how a loss is measured are passed over for a result' {
        $PSDefaultParameterValues = @{ '*-CrossEntropy:Convention' = 'Exact' }
        Measure-CrossEntropy 1 0.5 | Assert-CrossEntropy -Maximum 0.7 | Should -BeNullOrEmpty
    }
}

Describe 'Warnings of the options' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }

    It '<Convention> says of a prediction outside 0 to 1 what it does, and what would be right' -ForEach @(
        @{ Convention = 'Keras3'; Says = 'they come and clips\. Add -FromLogits' }
        @{ Convention = 'TensorFlowJs'; Says = 'they come\. Add -FromLogits' }
        @{ Convention = 'MLNet'; Says = 'they come\. Apply ConvertTo-Probability' }
    ) {
        $null = Measure-CrossEntropy 1, 0 2.5, 0.5 -Convention $convention -WarningVariable seen -WarningAction SilentlyContinue
        "$($seen[0])" | Should -Match $says
    }

    It 'a log-probability above 0 is named, of <What>' -ForEach @(
        @{ What = 'classes'; Run = { Measure-CrossEntropy 1, 0 @((-0.1, -2.4), (-0.7, 0.5)) -FromLogProbability -Convention PyTorch } }
        @{ What = 'outputs'; Run = { Measure-CrossEntropy 1, 0 -0.1, 0.5 -FromLogProbability -Convention Exact } }
        @{ What = 'a middle axis'; Run = { Measure-CrossEntropy @((0, 0), (0, 0)) ([LossCmdlets.Output.Tensor]::new([double[]](-1, -1, -1, 0.5, -1, -1, -1, -1), [int[]](2, 2, 2))) -FromLogProbability -Convention Onnx } }
    ) {
        $result = & $Run 3>$null
        $result.Diagnostics.Id | Should -Contain 'LogProbabilityAboveZero'
        $found = $result.Diagnostics.Where{ $_.Id -eq 'LogProbabilityAboveZero' }
        $found[0].Count | Should -Be 1
        $found.FirstRow | Should -Be 1
        "$found" | Should -Match 'One log-probability lies above 0, first 0\.5 in sample 1.*-FromLogits'
    }

    It 'a negative weight is named, of <What>' -ForEach @(
        @{ What = 'arrays'; Run = { Measure-CrossEntropy 1, 0, 1 0.9, 0.2, 0.7 -SampleWeight 1, 2, -0.5 } }
        @{ What = 'records'; Run = { @(@{ y = 1; p = 0.9; w = 1 }, @{ y = 0; p = 0.2; w = 2 }, @{ y = 1; p = 0.7; w = -0.5 }) | Measure-CrossEntropy -TargetProperty y -PredictionProperty p -WeightProperty w } }
        @{ What = 'a file'; Run = { 'y,p,w', '1,0.9,1', '0,0.2,2', '1,0.7,-0.5' | Set-Content TestDrive:/w.csv; Measure-CrossEntropy -Path TestDrive:/w.csv -TargetColumn y -PredictionColumn p -WeightColumn w } }
        @{ What = 'another loss'; Run = { Measure-Loss mse 1, 0, 1 0.9, 0.2, 0.7 -SampleWeight 1, 2, -0.5 } }
        @{ What = 'an accuracy'; Run = { Measure-Accuracy 1, 0, 1 0.9, 0.2, 0.7 -SampleWeight 1, 2, -0.5 } }
    ) {
        $result = & $Run 3>&1
        "$($result[0])" | Should -BeLike 'NegativeWeight: One weight is negative, first -0.5 in sample 2. Give weights of 0 and more*'
        $result[1].Diagnostics.Id | Should -Be NegativeWeight
    }

    It 'a log-probability that is above 0 by rounding is not' {
        (Measure-CrossEntropy 1, 0 @((-20.0, 1e-7), (0.0, -20)) -FromLogProbability -Convention PyTorch).Diagnostics | Should -BeNullOrEmpty
    }
}
