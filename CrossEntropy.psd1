@{
    RootModule           = 'bin/LossCmdlets.dll'
    ModuleVersion        = '0.1.0'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.6'
    GUID                 = '088191cd-c872-46ff-bac6-069e037fe975'
    Author               = 'The CrossEntropy contributors'
    CompanyName          = ''
    Copyright            = '(c) 2026 The CrossEntropy contributors. MIT licence.'
    Description          = 'Measures binary, categorical and sparse categorical cross-entropy as TensorFlow, Keras, PyTorch, scikit-learn, ONNX, Optax, TensorFlow.js and ML.NET do, or by the exact formula, from arrays, pipeline records, CSV, NumPy and safetensors files, and says what is wrong with the input.'
    CmdletsToExport      = @(
        'Assert-CrossEntropy'
        'Compare-CrossEntropyConvention'
        'ConvertFrom-OneHot'
        'ConvertTo-Logit'
        'ConvertTo-OneHot'
        'ConvertTo-Probability'
        'Export-Tensor'
        'Get-CrossEntropyConvention'
        'Get-LossFunction'
        'Import-Tensor'
        'Measure-Accuracy'
        'Measure-CrossEntropy'
        'Measure-Loss'
        'Register-LossFunction'
        'Test-CrossEntropyInput'
        'Unregister-LossFunction'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    FormatsToProcess     = @('CrossEntropy.Format.ps1xml')
    TypesToProcess       = @('CrossEntropy.Types.ps1xml')
    PrivateData          = @{
        PSData = @{
            Tags         = @('cross-entropy', 'loss', 'machine-learning', 'one-hot', 'softmax', 'logits', 'Keras', 'TensorFlow', 'PyTorch', 'scikit-learn', 'ONNX', 'Optax', 'TensorFlow.js', 'ML.NET')
            LicenseUri   = 'https://licenses.nuget.org/MIT'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
